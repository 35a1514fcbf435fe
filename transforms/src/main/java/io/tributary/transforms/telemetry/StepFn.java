package io.tributary.transforms.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * The one DoFn: runs a {@link Step}, with a span per bundle, and a Beam counter and an
 * OpenTelemetry counter per {@link Measure}.
 *
 * <p>Counts are gathered in an array and handed on every {@value #FLUSH_EVERY} elements and at the
 * end of the bundle: a batch bundle on Flink is the whole partition, and its progress should be
 * seen.
 *
 * <p>Elements are in the global window; what is emitted at the end of a bundle has the time of the
 * last element, where the step's output has no times of its own.
 */
public final class StepFn<InputT, OutputT> extends DoFn<InputT, OutputT> {

  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "io.tributary";
  private static final int FLUSH_EVERY = 1024;
  private static final Measure[] MEASURES = Measure.values();

  private final String spanName;
  private final Step<InputT, OutputT> step;
  private final Counter[] counters;

  private transient Tally tally;
  private transient Tracer tracer;
  private transient LongCounter[] meters;
  private transient Span span;
  private transient Instant lastTimestamp;
  private transient int sinceFlush;

  private final SerializableFunction<OutputT, Long> timestamps;

  private StepFn(
      String spanName, Step<InputT, OutputT> step, SerializableFunction<OutputT, Long> timestamps) {
    this.spanName = spanName;
    this.step = step;
    this.timestamps = timestamps;
    this.counters = new Counter[MEASURES.length];
    for (Measure measure : MEASURES) {
      counters[measure.ordinal()] = Metrics.counter(Measure.NAMESPACE, measure.metric());
    }
  }

  /**
   * @param spanName name of the bundle's span, from the contract's list
   * @param step what is done
   */
  public static <InputT, OutputT> StepFn<InputT, OutputT> of(
      String spanName, Step<InputT, OutputT> step) {
    return new StepFn<>(spanName, step, null);
  }

  /**
   * The same step, whose output has times of its own and not those of its input.
   *
   * @param millis an element's time, milliseconds since the epoch
   */
  public StepFn<InputT, OutputT> withTimestamps(SerializableFunction<OutputT, Long> millis) {
    return new StepFn<>(spanName, step, millis);
  }

  /** Counts of this bundle, and what of them Beam does not know yet. */
  private static final class Tally implements Counts {
    private final long[] bundle = new long[MEASURES.length];
    private final long[] fresh = new long[MEASURES.length];

    @Override
    public void add(Measure measure, long n) {
      bundle[measure.ordinal()] += n;
      fresh[measure.ordinal()] += n;
    }
  }

  @Setup
  public void setup() {
    tracer = GlobalOpenTelemetry.getTracer(SCOPE);
    Meter meter = GlobalOpenTelemetry.getMeter(SCOPE);
    meters = new LongCounter[MEASURES.length];
    for (Measure measure : MEASURES) {
      meters[measure.ordinal()] =
          meter.counterBuilder(Measure.NAMESPACE + "." + measure.metric()).build();
    }
    step.open();
  }

  @StartBundle
  public void startBundle() {
    tally = new Tally();
    lastTimestamp = null;
    sinceFlush = 0;
    step.start();
    span = tracer.spanBuilder(spanName).startSpan();
  }

  @ProcessElement
  public void process(
      @Element InputT element, @Timestamp Instant timestamp, OutputReceiver<OutputT> receiver) {
    lastTimestamp = timestamp;
    try {
      step.process(
          element,
          timestamps == null
              ? receiver::output
              : value ->
                  receiver.outputWithTimestamp(
                      value, Instant.ofEpochMilli(timestamps.apply(value))),
          tally);
    } catch (RuntimeException | Error failed) {
      fail(failed);
      throw failed;
    }
    if (++sinceFlush == FLUSH_EVERY) {
      flush();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    Instant timestamp = lastTimestamp == null ? BoundedWindow.TIMESTAMP_MIN_VALUE : lastTimestamp;
    try {
      step.finish(
          value ->
              context.output(
                  value,
                  timestamps == null ? timestamp : Instant.ofEpochMilli(timestamps.apply(value)),
                  GlobalWindow.INSTANCE),
          tally);
    } catch (RuntimeException | Error failed) {
      fail(failed);
      throw failed;
    }
    flush();
    for (Measure measure : MEASURES) {
      if (measure.attribute() != null && tally.bundle[measure.ordinal()] > 0) {
        span.setAttribute(measure.attribute(), tally.bundle[measure.ordinal()]);
      }
    }
    span.end();
  }

  @Teardown
  public void teardown() {
    step.close();
  }

  /** The kind of the failure alone: its text may name data. */
  private void fail(Throwable failed) {
    span.setStatus(StatusCode.ERROR, failed.getClass().getSimpleName());
    span.end();
  }

  private void flush() {
    sinceFlush = 0;
    for (int i = 0; i < counters.length; i++) {
      if (tally.fresh[i] != 0) {
        counters[i].inc(tally.fresh[i]);
        meters[i].add(tally.fresh[i]);
        tally.fresh[i] = 0;
      }
    }
  }
}
