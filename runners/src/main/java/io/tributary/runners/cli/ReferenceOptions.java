package io.tributary.runners.cli;

import io.tributary.runners.reference.ReferenceConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that validates and enriches. */
final class ReferenceOptions {

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      required = true,
      description = "Schema registry: DIR/<event_type>/<MODEL-REVISION-ADDITION>.json.")
  Path schemas;

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "Profile history: a folder of Parquet files.")
  Path profiles;

  @Option(
      names = "--geo",
      paramLabel = "FILE|DIR",
      description = "GeoIP2 or GeoLite2 City database, or a folder of several builds of it.")
  Path geo;

  @Option(
      names = "--links",
      paramLabel = "FILE",
      description =
          "Identity links from before: CSV or Parquet of anonymous_id, user_id, linked_at.")
  Path links;

  @Option(
      names = "--ua-rules",
      paramLabel = "FILE",
      description = "User-agent rules in uap-core's form instead of those built in.")
  Path userAgentRules;

  @Option(
      names = "--reference",
      paramLabel = "as-of|latest",
      defaultValue = "as-of",
      description =
          "Reference data of the record's time, or the newest. Default: ${DEFAULT-VALUE}.")
  String reference;

  /** What they say. */
  ReferenceConfig config() {
    if (!reference.equals("as-of") && !reference.equals("latest")) {
      throw new IllegalArgumentException("--reference is as-of or latest, was " + reference);
    }
    return new ReferenceConfig(
        schemas, profiles, geo, links, userAgentRules, reference.equals("latest"));
  }
}
