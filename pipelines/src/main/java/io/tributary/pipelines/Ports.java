package io.tributary.pipelines;

import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.transforms.enrich.GeoIp;
import io.tributary.transforms.enrich.Profiles;
import io.tributary.transforms.enrich.UserAgents;
import io.tributary.transforms.identity.Links;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * What the graph is plugged into.
 *
 * @param source where raw records come from
 * @param registry the schemas
 * @param links links of anonymous ids to users from elsewhere, or null
 * @param profiles profiles of users, or null for no such enrichment
 * @param geoIp places of addresses, or null for no such enrichment
 * @param userAgents devices of user agents, or null for no such enrichment
 * @param warehouse takes rows with their tables, gives the tables that were committed
 */
public record Ports(
    PTransform<PBegin, PCollection<RawRecord>> source,
    SchemaRegistry registry,
    Links.Source links,
    Profiles.Source profiles,
    GeoIp.Source geoIp,
    UserAgents.Source userAgents,
    PTransform<PCollection<TableRow>, PCollection<String>> warehouse) {

  public Ports {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(warehouse, "warehouse");
  }
}
