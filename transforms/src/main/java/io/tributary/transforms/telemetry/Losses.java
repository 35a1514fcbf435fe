package io.tributary.transforms.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the spans that never arrive, because their trace is not of the share that is kept, a queue
 * was full or nobody took them, and says so once: a collector that is away must cost neither time
 * nor a screen full of messages.
 */
final class Losses {

  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

  private final LongAdder ended = new LongAdder();
  private final LongAdder handed = new LongAdder();
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicLong most = new AtomicLong();
  private final AtomicBoolean hasRefused = new AtomicBoolean();
  private final String where;
  private final long queue;
  private final TraceShare share;

  /**
   * @param where the exporters and where they send to, in words
   * @param queue how many spans may wait for their exporter
   * @param share knows the spans that were never made
   */
  Losses(String where, long queue, TraceShare share) {
    this.where = where;
    this.queue = queue;
    this.share = share;
  }

  /** Spans that are lost for sure: never made, refused, or without a place in the queue. */
  long spans() {
    long unqueued = Math.max(0, ended.sum() - handed.sum() - queue);
    long lost = share.leftOut() + refused.sum() + unqueued;
    return most.accumulateAndGet(lost, Math::max);
  }

  /** Says what was lost in all, when everything that could be has been sent. */
  void sayAtEnd() {
    long all = share.leftOut() + ended.sum();
    long lost = all - taken.sum();
    if (lost > 0) {
      LOG.warn("Telemetry: {} of {} spans were dropped ({})", lost, all, where);
    }
  }

  private void answered(CompletableResultCode result, int spans) {
    handed.add(spans);
    result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            taken.add(spans);
            return;
          }
          refused.add(spans);
          if (hasRefused.compareAndSet(false, true)) {
            LOG.warn(
                "Telemetry is not taken ({}): it is dropped while that lasts, and the pipeline goes"
                    + " on. See that the endpoint and the protocol are right",
                where);
          }
        });
  }

  SpanProcessor counting(SpanProcessor processor) {
    return new CountingProcessor(processor);
  }

  SpanExporter counting(SpanExporter exporter) {
    return new CountingSpans(exporter);
  }

  MetricExporter watching(MetricExporter exporter) {
    return new WatchedMetrics(exporter);
  }

  private final class CountingProcessor implements SpanProcessor {
    private final SpanProcessor next;

    CountingProcessor(SpanProcessor next) {
      this.next = next;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      next.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
      return next.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.increment();
      next.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode shutdown() {
      return next.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
      return next.forceFlush();
    }
  }

  private final class CountingSpans implements SpanExporter {
    private final SpanExporter next;

    CountingSpans(SpanExporter next) {
      this.next = next;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      CompletableResultCode result = next.export(spans);
      answered(result, spans.size());
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return next.shutdown();
    }
  }

  private final class WatchedMetrics implements MetricExporter {
    private final MetricExporter next;

    WatchedMetrics(MetricExporter next) {
      this.next = next;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      CompletableResultCode result = next.export(metrics);
      answered(result, 0);
      return result;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
      return next.getAggregationTemporality(instrument);
    }

    @Override
    public CompletableResultCode flush() {
      return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return next.shutdown();
    }
  }
}
