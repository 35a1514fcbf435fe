package io.tributary.transforms.client;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Stage;
import io.tributary.transforms.telemetry.EventSpans;
import io.tributary.transforms.telemetry.StepTelemetry;
import io.tributary.transforms.telemetry.Tracing;

/** The stages of the keyed stage, in the trace of an event's producer. */
record ClientTracing(RealTime realTime) implements Tracing<WarehouseRow> {

  private static final String DEDUP = "analytics.deduplicate";
  private static final String IDENTITY = "analytics.enrich.identity";
  private static final String SESSIONS = "analytics.sessionize";

  static StepTelemetry telemetry() {
    return StepTelemetry.of(SESSIONS).including(DEDUP, IDENTITY);
  }

  /** Dead letters of the stage before pass through. */
  @Override
  public TraceParent sampled(WarehouseRow row) {
    return row instanceof DeadLetter letter && letter.failure().reason().stage() != Stage.DEDUP
        ? null
        : row.sampled();
  }

  @Override
  public void trace(WarehouseRow row, EventSpans spans) {
    if (row instanceof SessionedEvent sessioned) {
      // what left in real time has been deduplicated then
      boolean isSecond = sessioned.sessionId() != null && realTime.wants(sessioned.event());
      if (!isSecond) {
        spans.span(DEDUP).with("dedup.is_duplicate", false);
        spans.span(IDENTITY).with("identity.resolved", sessioned.resolvedUserId() != null);
      }
      if (sessioned.sessionId() != null) {
        spans.span(SESSIONS).with("session.is_new", sessioned.sessionEventNumber() == 1);
      }
    } else if (row instanceof Duplicate) {
      spans.span(DEDUP).with("dedup.is_duplicate", true);
    } else if (row instanceof DeadLetter letter) {
      spans.span(DEDUP).rejected(letter.failure().reason().name());
    }
  }
}
