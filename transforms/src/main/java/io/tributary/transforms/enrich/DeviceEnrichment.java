package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Event.Text;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Part;
import java.util.List;

/** What the user agent says. */
final class DeviceEnrichment implements Enrichment {

  private static final long serialVersionUID = 1L;

  private final UserAgents.Source source;
  private transient UserAgents userAgents;

  DeviceEnrichment(UserAgents.Source source) {
    this.source = source;
  }

  @Override
  public Part part() {
    return Part.DEVICE;
  }

  @Override
  public void open() {
    userAgents = source.open();
  }

  @Override
  public void enrich(List<Draft> drafts, Counts counts) {
    for (Draft draft : drafts) {
      draft.device = userAgents.parse(draft.sessioned.event().text(Text.USER_AGENT));
      if (draft.device.browserName() != null) {
        counts.add(Measure.DEVICE_KNOWN);
      }
    }
  }

  @Override
  public void close() {
    if (userAgents != null) {
      userAgents.close();
    }
  }
}
