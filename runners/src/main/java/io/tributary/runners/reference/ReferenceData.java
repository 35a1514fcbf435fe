package io.tributary.runners.reference;

import io.tributary.io.device.UapUserAgents;
import io.tributary.io.geo.GeoDatabases;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.profile.LinkFile;
import io.tributary.io.profile.ProfileFolder;
import io.tributary.io.profile.UnreadableReferenceData;
import io.tributary.io.registry.SchemaFolder;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.table.EventTables;
import java.util.List;

/**
 * The schemas and the reference data of a run, looked at before any data moves.
 *
 * @param registry the schemas
 * @param links identity links, or null
 * @param profiles profiles, or null
 * @param geo places of addresses, or null
 * @param userAgents devices
 */
public record ReferenceData(
    SchemaRegistry registry,
    LinkFile links,
    ProfileFolder profiles,
    GeoDatabases geo,
    UapUserAgents userAgents) {

  /**
   * Finds everything.
   *
   * @throws RuntimeException of the kinds that name the file and what is wrong with it
   */
  public static ReferenceData open(ReferenceConfig config, SchemaSettings settings) {
    return new ReferenceData(
        registry(config, settings),
        config.links() == null ? null : LinkFile.at(config.links()),
        profiles(config),
        geo(config),
        userAgents(config));
  }

  private static SchemaRegistry registry(ReferenceConfig config, SchemaSettings settings) {
    SchemaRegistry registry = SchemaFolder.load(config.schemas(), settings);
    List<String> problems = EventTables.of(registry).problems();
    if (!problems.isEmpty()) {
      throw new InvalidWarehouse(
          config.schemas() + ": " + problems.get(0) + "; `schemas check` tells more");
    }
    return registry;
  }

  private static ProfileFolder profiles(ReferenceConfig config) {
    if (config.profiles() == null) {
      return null;
    }
    ProfileFolder profiles = ProfileFolder.in(config.profiles());
    return config.latest() ? profiles.newestOnly() : profiles;
  }

  private static GeoDatabases geo(ReferenceConfig config) {
    if (config.geo() == null) {
      return null;
    }
    GeoDatabases geo = GeoDatabases.in(config.geo());
    return config.latest() ? geo.newestOnly() : geo;
  }

  private static UapUserAgents userAgents(ReferenceConfig config) {
    if (config.userAgentRules() == null) {
      return UapUserAgents.bundled();
    }
    try {
      return UapUserAgents.withRules(config.userAgentRules());
    } catch (IllegalArgumentException e) {
      throw new UnreadableReferenceData(e);
    }
  }
}
