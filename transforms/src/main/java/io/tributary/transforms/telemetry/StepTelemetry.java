package io.tributary.transforms.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.tributary.schemas.event.TraceParent;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The telemetry of one DoFn: a span per bundle, a Beam counter and an OpenTelemetry counter per
 * {@link Measure}, and spans of sampled events. Used as the DoFn is: {@link #setup}, then for each
 * bundle {@link #start}, {@link #processed} after each element, {@link #finish} or {@link #failed},
 * at last {@link #teardown}.
 *
 * <p>Counts are gathered in an array and handed on every {@value #FLUSH_EVERY} elements and at the
 * end of the bundle: a batch bundle on Flink is the whole partition, and its progress should be
 * seen.
 */
public final class StepTelemetry implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String DEDUP = "analytics.deduplicate";
  private static final int FLUSH_EVERY = 1024;
  private static final Measure[] MEASURES = Measure.values();

  private final String spanName;
  private final SpanKind kind;
  private final List<String> included;
  private final Counter[] counters;

  private transient Telemetry telemetry;
  private transient Meters meters;
  private transient Tally tally;
  private transient BundleTrace trace;
  private transient long startedAt;
  private transient int sinceFlush;

  private StepTelemetry(String spanName, SpanKind kind, List<String> included) {
    this.spanName = spanName;
    this.kind = kind;
    this.included = included;
    this.counters = new Counter[MEASURES.length];
    for (Measure measure : MEASURES) {
      if (measure.isCounter()) {
        counters[measure.ordinal()] = Metrics.counter(Measure.NAMESPACE, measure.metric());
      }
    }
  }

  /**
   * @param spanName name of the bundle's span, from the contract's list
   */
  public static StepTelemetry of(String spanName) {
    return new StepTelemetry(spanName, SpanKind.INTERNAL, List.of());
  }

  /** That of a step which takes records from a broker. */
  public static StepTelemetry ofConsumer(String spanName) {
    return new StepTelemetry(spanName, SpanKind.CONSUMER, List.of());
  }

  /**
   * The step does the work of several stages: each has a span under the bundle's, which has the
   * stage's counts.
   */
  public StepTelemetry including(String... spanNames) {
    return new StepTelemetry(spanName, kind, List.of(spanNames));
  }

  /** Counts of this bundle, and what of them Beam does not know yet. */
  private final class Tally implements Counts {
    private final long[] bundle = new long[MEASURES.length];
    private final long[] fresh = new long[MEASURES.length];
    private RowNotes.Writer notes;

    @Override
    public void add(Measure measure, long n) {
      bundle[measure.ordinal()] += n;
      fresh[measure.ordinal()] += n;
    }

    @Override
    public void timed(Part part, Runnable work) {
      long start = telemetry.now();
      work.run();
      long end = telemetry.now();
      meters.latency(part, end - start);
      if (trace != null) {
        trace.part(part, start, end);
      }
    }

    @Override
    public RowNotes.Writer notes() {
      if (notes == null) {
        notes = trace == null ? RowNotes.Writer.NONE : new Notebook(telemetry);
      }
      return notes;
    }

    @Override
    public void committed(String table, long snapshotId, long rows, Collection<RowNotes> rowNotes) {
      add(Measure.TABLES_COMMITTED, 1);
      add(Measure.ROWS_COMMITTED, rows);
      meters.committed(table, rows, rowNotes, telemetry.now());
      if (trace != null) {
        trace.committed(table, snapshotId, rows, rowNotes, startedAt);
      }
    }
  }

  /** The worker starts. */
  public void setup(PipelineOptions options) {
    telemetry = Telemetry.of(options);
    meters = new Meters(telemetry.meter());
  }

  /** The worker ends. */
  public void teardown() {
    if (telemetry != null) {
      telemetry.close();
      telemetry = null;
    }
  }

  /** A bundle begins. */
  public void start() {
    tally = new Tally();
    sinceFlush = 0;
    trace = telemetry.isTracing() ? new BundleTrace(telemetry, spanName, kind) : null;
    startedAt = telemetry.now();
  }

  /** Where the bundle's counts go. */
  public Counts counts() {
    return tally;
  }

  /** The next element begins; what comes out until the one after it is of this time. */
  public void next() {
    if (trace != null) {
      startedAt = telemetry.now();
      trace.forgetParts();
    }
  }

  /** An element came out: its producer may want to see it. */
  public <T> void out(T element, Tracing<? super T> tracing) {
    if (trace != null) {
      TraceParent producer = tracing.sampled(element);
      if (producer != null) {
        trace.event(element, producer, tracing, startedAt);
      }
    }
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
    long ingested = tally.bundle[Measure.EVENTS_INGESTED.ordinal()];
    if (ingested > 0) {
      meters.batch(ingested);
    }
    if (trace != null) {
      for (String stage : included) {
        Span span = trace.stage(stage);
        describe(span, stage);
        span.end();
      }
      describe(trace.bundle(), spanName);
      trace.end();
    }
  }

  private void describe(Span span, String stage) {
    for (Measure measure : MEASURES) {
      String attribute = measure.attribute();
      long count = tally.bundle[measure.ordinal()];
      if (attribute != null && count > 0 && stage.equals(stageOf(attribute))) {
        span.setAttribute(attribute, count);
      }
    }
  }

  /** Each count stands on the span of its stage, where the stage has one of its own. */
  private String stageOf(String attribute) {
    return attribute.startsWith("dedup.") && included.contains(DEDUP) ? DEDUP : spanName;
  }

  /** The bundle has failed. The kind of the failure alone is told: its text may name data. */
  public void failed(Throwable failure) {
    if (trace != null) {
      trace.fail(failure.getClass().getSimpleName());
    }
  }

  private void flush() {
    sinceFlush = 0;
    for (Measure measure : MEASURES) {
      int i = measure.ordinal();
      if (tally.fresh[i] != 0 && measure.isCounter()) {
        counters[i].inc(tally.fresh[i]);
        meters.add(measure, tally.fresh[i]);
        tally.fresh[i] = 0;
      }
    }
  }
}
