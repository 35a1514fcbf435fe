package io.tributary.transforms.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * The telemetry of one DoFn: a span per bundle, and a Beam counter and an OpenTelemetry counter per
 * {@link Measure}. Used as the DoFn is: {@link #setup}, then for each bundle {@link #start}, {@link
 * #processed} after each element, {@link #finish} or {@link #failed}.
 *
 * <p>Counts are gathered in an array and handed on every {@value #FLUSH_EVERY} elements and at the
 * end of the bundle: a batch bundle on Flink is the whole partition, and its progress should be
 * seen.
 */
public final class StepTelemetry implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "io.tributary";
  private static final int FLUSH_EVERY = 1024;
  private static final Measure[] MEASURES = Measure.values();

  private final String spanName;
  private final Counter[] counters;

  private transient Tally tally;
  private transient Tracer tracer;
  private transient LongCounter[] meters;
  private transient Span span;
  private transient int sinceFlush;

  private StepTelemetry(String spanName) {
    this.spanName = spanName;
    this.counters = new Counter[MEASURES.length];
    for (Measure measure : MEASURES) {
      counters[measure.ordinal()] = Metrics.counter(Measure.NAMESPACE, measure.metric());
    }
  }

  /**
   * @param spanName name of the bundle's span, from the contract's list
   */
  public static StepTelemetry of(String spanName) {
    return new StepTelemetry(spanName);
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

  /** The worker starts. */
  public void setup() {
    tracer = GlobalOpenTelemetry.getTracer(SCOPE);
    Meter meter = GlobalOpenTelemetry.getMeter(SCOPE);
    meters = new LongCounter[MEASURES.length];
    for (Measure measure : MEASURES) {
      meters[measure.ordinal()] =
          meter.counterBuilder(Measure.NAMESPACE + "." + measure.metric()).build();
    }
  }

  /** A bundle begins. */
  public void start() {
    tally = new Tally();
    sinceFlush = 0;
    span = tracer.spanBuilder(spanName).startSpan();
  }

  /** Where the bundle's counts go. */
  public Counts counts() {
    return tally;
  }

  /** An element is done. */
  public void processed() {
    if (++sinceFlush == FLUSH_EVERY) {
      flush();
    }
  }

  /** The bundle has ended well. */
  public void finish() {
    flush();
    for (Measure measure : MEASURES) {
      if (measure.attribute() != null && tally.bundle[measure.ordinal()] > 0) {
        span.setAttribute(measure.attribute(), tally.bundle[measure.ordinal()]);
      }
    }
    span.end();
  }

  /** The bundle has failed. The kind of the failure alone is told: its text may name data. */
  public void failed(Throwable failure) {
    span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
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
