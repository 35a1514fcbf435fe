package io.tributary.transforms.enrich;

import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.EventSpans;
import io.tributary.transforms.telemetry.Tracing;

/** What was found for an event, in the trace of its producer; the rest passes through. */
final class EnrichTracing implements Tracing<WarehouseRow> {

  private static final long serialVersionUID = 1L;

  @Override
  public TraceParent sampled(WarehouseRow row) {
    return row instanceof EnrichedEvent ? row.sampled() : null;
  }

  @Override
  public void trace(WarehouseRow row, EventSpans spans) {
    EventSpans.EventSpan span = spans.span("analytics.enrich");
    if (row instanceof EnrichedEvent event) {
      if (event.geo() != null) {
        span.with("geo.resolved", event.geo().country() != null);
      }
      span.with("profile.found", event.profile() != null);
    }
  }
}
