package io.tributary.transforms.validate;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.transforms.telemetry.EventSpans;
import io.tributary.transforms.telemetry.MessagingAttributes;
import io.tributary.transforms.telemetry.Tracing;
import java.util.List;

/** Whether an event was valid, in the trace of its producer. */
final class OutcomeTracing implements Tracing<Outcome<Event>> {

  private static final long serialVersionUID = 1L;

  @Override
  public TraceParent sampled(Outcome<Event> outcome) {
    List<Header> headers =
        outcome instanceof Outcome.Ok<Event> ok
            ? ok.value().headers()
            : ((Outcome.Rejected<Event>) outcome).failure().headers();
    return TraceParent.sampled(headers);
  }

  @Override
  public void trace(Outcome<Event> outcome, EventSpans spans) {
    EventSpans.EventSpan span = spans.span("analytics.validate_batch");
    if (outcome instanceof Outcome.Ok<Event> ok) {
      place(span, ok.value().coordinate()).with("validation.valid", true);
    } else if (outcome instanceof Outcome.Rejected<Event> rejected) {
      Failure failure = rejected.failure();
      place(span, failure.coordinate())
          .with("validation.valid", false)
          .rejected(failure.reason().name());
    }
  }

  private static EventSpans.EventSpan place(EventSpans.EventSpan span, Coordinate coordinate) {
    return span.with(MessagingAttributes.DESTINATION, coordinate.topic())
        .with(MessagingAttributes.PARTITION, String.valueOf(coordinate.partition()))
        .with(MessagingAttributes.OFFSET, coordinate.offset());
  }
}
