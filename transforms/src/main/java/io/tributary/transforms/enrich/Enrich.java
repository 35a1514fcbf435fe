package io.tributary.transforms.enrich;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Privacy;
import io.tributary.transforms.telemetry.StepFn;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Adds what is known of the user, the address and the device, then applies the privacy rules.
 *
 * <p>Input: rows. Output: the same rows, events enriched, user ids and addresses as they are
 * stored. An answer that is not there is null; a store that is away fails the bundle. Bounded and
 * unbounded input alike.
 */
public final class Enrich extends PTransform<PCollection<WarehouseRow>, PCollection<WarehouseRow>> {

  private static final long serialVersionUID = 1L;

  private final List<Enrichment> enrichments;
  private final Privacy privacy;

  private Enrich(List<Enrichment> enrichments, Privacy privacy) {
    this.enrichments = enrichments;
    this.privacy = privacy;
  }

  /**
   * @param privacy what is stored of addresses and user ids
   */
  public static Enrich with(Privacy privacy) {
    return new Enrich(List.of(), privacy);
  }

  private Enrich and(Enrichment enrichment) {
    List<Enrichment> more = new ArrayList<>(enrichments);
    more.add(enrichment);
    return new Enrich(List.copyOf(more), privacy);
  }

  /** Also looks the user up. */
  public Enrich withProfiles(Profiles.Source source) {
    return and(new ProfileEnrichment(source));
  }

  /** Also looks the address up. */
  public Enrich withGeoIp(GeoIp.Source source) {
    return and(new GeoEnrichment(source));
  }

  /** Also reads the user agent. */
  public Enrich withUserAgents(UserAgents.Source source) {
    return and(new DeviceEnrichment(source));
  }

  @Override
  public PCollection<WarehouseRow> expand(PCollection<WarehouseRow> rows) {
    return rows.apply(
            "LookUp",
            ParDo.of(
                StepFn.of("analytics.enrich", new EnrichStep(enrichments, privacy))
                    .withTracing(new EnrichTracing())))
        .setCoder(WarehouseRowCoder.of());
  }
}
