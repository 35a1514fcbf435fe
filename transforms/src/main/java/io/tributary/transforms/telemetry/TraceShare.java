package io.tributary.transforms.telemetry;

import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose spans a process makes when its producers sampled more events than can be shown: those of
 * one trace in two, in four, in eight..., by the trace's id, so that every step and every worker
 * keeps the same ones and what arrives are whole traces. What is left out costs little and is
 * counted.
 *
 * <p>The share is halved as soon as a second has had its spans, and doubled after a calm minute.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">
 *     consistent probability sampling</a>, whose shares nest in the same way
 */
final class TraceShare {

  private static final Logger LOG = LoggerFactory.getLogger(TraceShare.class);

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int CALM_SECONDS = 60;

  /** One trace in a million: no producer has so many that this is too much. */
  private static final int MOST_HALVINGS = 20;

  /** Spreads ids of which some digits are always the same: 2^64 divided by the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long spansPerSecond;
  private final AtomicLong inThisSecond = new AtomicLong();
  private final LongAdder leftOut = new LongAdder();
  private volatile int halvings;
  private volatile long secondEnds = Long.MIN_VALUE;
  private int calmSeconds;
  private boolean isSaid;

  /**
   * @param spansPerSecond how many spans of events a second may have
   */
  TraceShare(long spansPerSecond) {
    this.spansPerSecond = spansPerSecond;
  }

  /**
   * Whether the spans of this trace are made.
   *
   * @param traceId 32 hexadecimal digits
   */
  boolean keeps(String traceId) {
    int halved = halvings;
    return halved == 0
        || HexFormat.fromHexDigitsToLong(traceId, Telemetry.DIGITS, 2 * Telemetry.DIGITS) * SPREAD
                >>> (Long.SIZE - halved)
            == 0;
  }

  /**
   * Spans were made.
   *
   * @param now nanoseconds
   */
  void made(int spans, long now) {
    if (inThisSecond.addAndGet(spans) > spansPerSecond || now >= secondEnds) {
      adapt(now);
    }
  }

  /** So many were not, for their trace is not kept. */
  void leftOut(int spans) {
    leftOut.add(spans);
  }

  /** How many were not made in all. */
  long leftOut() {
    return leftOut.sum();
  }

  private synchronized void adapt(long now) {
    long spans = inThisSecond.get();
    if (now >= secondEnds) {
      boolean isCalm = spans < spansPerSecond / 4;
      boolean isFirst = secondEnds == Long.MIN_VALUE;
      calmSeconds = isCalm && !isFirst ? calmSeconds + calmSecondsUntil(now) : 0;
      if (calmSeconds >= CALM_SECONDS && halvings > 0) {
        halvings--;
        calmSeconds = 0;
      }
      secondEnds = now + SECOND;
      inThisSecond.set(0);
    }
    if (spans > spansPerSecond && halvings < MOST_HALVINGS) {
      halvings++;
      calmSeconds = 0;
      inThisSecond.set(0);
      say();
    }
  }

  /** Seconds without any span are calm too. */
  private int calmSecondsUntil(long now) {
    return (int) Math.min(CALM_SECONDS, 1 + (now - secondEnds) / SECOND);
  }

  private void say() {
    if (!isSaid) {
      isSaid = true;
      LOG.warn(
          "More events are sampled than {} spans a second can show: a share of their traces is kept"
              + " whole, the others are dropped and counted (--otel {}=N allows more)",
          spansPerSecond,
          SdkTelemetry.SPANS_PER_SECOND);
    }
  }
}
