package io.tributary.transforms.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.tributary.schemas.event.TraceParent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The spans of one bundle: its own, and those of the sampled events in it, which stand under their
 * producers' spans; the bundle's links to them.
 */
final class BundleTrace {

  /** As many links as a span can have by OpenTelemetry's default. */
  private static final int MOST_LINKS = 128;

  /** Of how many sampled events of one look-up the parts are shown: their times are the same. */
  private static final int MOST_WITH_PARTS = 8;

  private final Telemetry telemetry;
  private final Span bundle;
  private final long start;
  private final Set<SpanContext> links = new HashSet<>();
  private final List<TimedPart> parts = new ArrayList<>();
  private int withParts;

  private record TimedPart(Part part, long start, long end) {}

  BundleTrace(Telemetry telemetry, String name, SpanKind kind) {
    this.telemetry = telemetry;
    this.start = telemetry.now();
    this.bundle =
        telemetry
            .tracer()
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(telemetry.bundleParent())
            .startSpan();
  }

  Span bundle() {
    return bundle;
  }

  /** The span of one of the stages that the step does the work of; from the bundle's start. */
  Span stage(String name) {
    return telemetry
        .tracer()
        .spanBuilder(name)
        .setParent(Context.root().with(bundle))
        .setStartTimestamp(start, TimeUnit.NANOSECONDS)
        .startSpan();
  }

  /** A part of the work was done for the elements that come out next. */
  void part(Part part, long start, long end) {
    parts.add(new TimedPart(part, start, end));
  }

  /** These elements are out. */
  void forgetParts() {
    parts.clear();
    withParts = 0;
  }

  <T> void event(T element, TraceParent producer, Tracing<? super T> tracing, long start) {
    TraceShare share = telemetry.share();
    if (!share.keeps(producer.traceId())) {
      Unmade unmade = new Unmade();
      tracing.trace(element, unmade);
      share.leftOut(unmade.spans);
      return;
    }
    Spans spans = new Spans(producer, parts.isEmpty() ? start : parts.get(0).start);
    tracing.trace(element, spans);
    long end = telemetry.now();
    share.made(spans.end(end), end);
  }

  /** The span of a commit, and those of the sampled events in it. */
  void committed(String table, long snapshotId, long rows, Iterable<RowNotes> notes, long start) {
    long end = telemetry.now();
    SpanBuilder insert =
        telemetry
            .tracer()
            .spanBuilder("analytics.warehouse.insert")
            .setParent(Context.root().with(bundle))
            .setStartTimestamp(start, TimeUnit.NANOSECONDS);
    int linked = 0;
    for (RowNotes note : notes) {
      for (RowNotes.SampledRow row : note.sampled()) {
        SpanContext parent = telemetry.eventParent(row.parent());
        inserted(table, snapshotId, row, parent, end);
        if (linked++ < MOST_LINKS) {
          insert.addLink(parent);
        }
      }
    }
    Span span = insert.startSpan();
    describe(span, table, snapshotId);
    span.setAttribute("insert.row_count", rows);
    span.setAttribute("insert.success", true);
    span.setAttribute("insert.duration_ms", (end - start) / 1_000_000);
    span.end(end, TimeUnit.NANOSECONDS);
  }

  private void inserted(
      String table, long snapshotId, RowNotes.SampledRow row, SpanContext parent, long end) {
    Span span =
        under(row.parent(), parent, "analytics.warehouse.insert")
            .setStartTimestamp(row.writtenAt(), TimeUnit.NANOSECONDS)
            .startSpan();
    describe(span, table, snapshotId);
    span.end(end, TimeUnit.NANOSECONDS);
  }

  private static void describe(Span span, String table, long snapshotId) {
    span.setAttribute("table.name", table);
    if (snapshotId != Counts.NO_SNAPSHOT) {
      span.setAttribute("iceberg.snapshot_id", snapshotId);
    }
  }

  private SpanBuilder under(TraceParent producer, SpanContext parent, String name) {
    SpanBuilder span = telemetry.tracer().spanBuilder(name).setParent(Telemetry.context(parent));
    if (telemetry.isReplay()) {
      span.addLink(Telemetry.remote(producer));
    }
    return span;
  }

  void fail(String kind) {
    bundle.setStatus(StatusCode.ERROR, kind);
    bundle.end();
  }

  void end() {
    bundle.end();
  }

  private final class Spans implements EventSpans {
    private final TraceParent producer;
    private final SpanContext parent;
    private final long start;
    private final List<Span> open = new ArrayList<>(2);

    Spans(TraceParent producer, long start) {
      this.producer = producer;
      this.parent = telemetry.eventParent(producer);
      this.start = start;
      if (links.size() < MOST_LINKS && links.add(parent)) {
        bundle.addLink(parent);
      }
    }

    @Override
    public EventSpan span(String name) {
      return span(name, SpanKind.INTERNAL);
    }

    @Override
    public EventSpan consumerSpan(String name) {
      return span(name, SpanKind.CONSUMER);
    }

    private EventSpan span(String name, SpanKind kind) {
      Span span =
          under(producer, parent, name)
              .setSpanKind(kind)
              .setStartTimestamp(start, TimeUnit.NANOSECONDS)
              .startSpan();
      open.add(span);
      return new Described(span);
    }

    /** Ends them; says how many they were. */
    int end(long end) {
      int made = open.size();
      if (!open.isEmpty() && withParts++ < MOST_WITH_PARTS) {
        made += parts.size();
        for (TimedPart part : parts) {
          telemetry
              .tracer()
              .spanBuilder("analytics.enrich." + part.part.text())
              .setParent(Context.root().with(open.get(0)))
              .setStartTimestamp(part.start, TimeUnit.NANOSECONDS)
              .startSpan()
              .end(part.end, TimeUnit.NANOSECONDS);
        }
      }
      for (Span span : open) {
        span.end(end, TimeUnit.NANOSECONDS);
      }
      return made;
    }
  }

  /** The spans of an event whose trace is not kept: their number alone. */
  private static final class Unmade implements EventSpans, EventSpans.EventSpan {
    private int spans;

    @Override
    public EventSpan span(String name) {
      spans++;
      return this;
    }

    @Override
    public EventSpan consumerSpan(String name) {
      return span(name);
    }

    @Override
    public EventSpan with(String attribute, String value) {
      return this;
    }

    @Override
    public EventSpan with(String attribute, long value) {
      return this;
    }

    @Override
    public EventSpan with(String attribute, boolean value) {
      return this;
    }

    @Override
    public EventSpan rejected(String reason) {
      return this;
    }
  }

  private record Described(Span span) implements EventSpans.EventSpan {
    @Override
    public EventSpans.EventSpan with(String attribute, String value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public EventSpans.EventSpan with(String attribute, long value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public EventSpans.EventSpan with(String attribute, boolean value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public EventSpans.EventSpan rejected(String reason) {
      span.setStatus(StatusCode.ERROR, reason);
      return this;
    }
  }
}
