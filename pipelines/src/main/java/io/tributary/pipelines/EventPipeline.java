package io.tributary.pipelines;

import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.client.FollowClients;
import io.tributary.transforms.enrich.Enrich;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.partition.KeepDays;
import io.tributary.transforms.partition.PartitionByType;
import io.tributary.transforms.validate.Validate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** The graph: raw records in, warehouse tables out, by replay and live. */
public final class EventPipeline {

  private EventPipeline() {}

  /**
   * Puts the graph together.
   *
   * @param pipeline takes the steps
   * @param ports what the graph is plugged into
   * @param rules the settings that change rows
   * @param days the days whose rows are written
   * @return the tables that were committed
   */
  public static PCollection<String> assemble(
      Pipeline pipeline, Ports ports, Rules rules, DayRange days) {
    return assemble(pipeline, ports, Live.NOT, rules, days);
  }

  /**
   * Puts the graph together for a stream: it also archives what it reads and sends some of it on.
   *
   * @param live what a stream has beside
   */
  public static PCollection<String> assemble(
      Pipeline pipeline, Ports ports, Live live, Rules rules) {
    return assemble(pipeline, ports, live, rules, DayRange.all());
  }

  private static PCollection<String> assemble(
      Pipeline pipeline, Ports ports, Live live, Rules rules, DayRange days) {
    PCollection<RawRecord> raw = pipeline.apply("ReadRaw", ports.source());
    live.archive().ifPresent(archive -> raw.apply("ArchiveRaw", archive));
    PCollection<WarehouseRow> rows =
        raw.apply("Validate", Validate.against(ports.registry()))
            .apply(
                "FollowClients",
                FollowClients.by(rules).withLinks(ports.links()).withRealTime(live.realTime()))
            .apply("KeepDays", KeepDays.in(days))
            .apply("Enrich", enrich(ports, rules));
    live.publications().forEach(rows::apply);
    return rows.apply("PartitionByType", PartitionByType.create())
        .apply("WriteWarehouse", ports.warehouse());
  }

  private static Enrich enrich(Ports ports, Rules rules) {
    Enrich enrich = Enrich.with(rules.privacy());
    enrich = ports.profiles() == null ? enrich : enrich.withProfiles(ports.profiles());
    enrich = ports.geoIp() == null ? enrich : enrich.withGeoIp(ports.geoIp());
    return ports.userAgents() == null ? enrich : enrich.withUserAgents(ports.userAgents());
  }
}
