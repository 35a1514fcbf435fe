package io.tributary.runners.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.tributary.schemas.event.TraceParent;
import io.tributary.transforms.telemetry.Telemetry;
import io.tributary.transforms.telemetry.TelemetryOptions;

/** The span of a whole replay, which those of its bundles are under. */
public final class ReplayTrace implements AutoCloseable {

  private final Span span;
  private boolean hasSucceeded;

  private ReplayTrace(Span span) {
    this.span = span;
  }

  /**
   * Begins it and tells the workers.
   *
   * @param telemetry that of this process
   * @param options what workers are told
   */
  public static ReplayTrace start(Telemetry telemetry, TelemetryOptions options) {
    Span span =
        telemetry
            .openTelemetry()
            .getTracer("io.tributary")
            .spanBuilder("analytics.replay")
            .setNoParent()
            .startSpan();
    SpanContext context = span.getSpanContext();
    if (context.isSampled()) {
      options.setReplayTrace(
          new TraceParent(context.getTraceId(), context.getSpanId(), true).text());
    }
    return new ReplayTrace(span);
  }

  public void succeeded() {
    hasSucceeded = true;
  }

  @Override
  public void close() {
    if (!hasSucceeded) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
