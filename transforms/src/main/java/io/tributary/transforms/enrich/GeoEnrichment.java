package io.tributary.transforms.enrich;

import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Part;
import java.util.List;

/** Where the address is. */
final class GeoEnrichment implements Enrichment {

  private static final long serialVersionUID = 1L;

  private final GeoIp.Source source;
  private transient GeoIp geoIp;

  GeoEnrichment(GeoIp.Source source) {
    this.source = source;
  }

  @Override
  public Part part() {
    return Part.GEO_IP;
  }

  @Override
  public void open() {
    geoIp = source.open();
  }

  @Override
  public void enrich(List<Draft> drafts, Counts counts) {
    for (Draft draft : drafts) {
      draft.geo = geoIp.locate(draft.clientIp, draft.sessioned.event().receivedAt());
      if (draft.geo.country() != null) {
        counts.add(Measure.GEO_RESOLVED);
      }
    }
  }

  @Override
  public void close() {
    if (geoIp != null) {
      geoIp.close();
    }
  }
}
