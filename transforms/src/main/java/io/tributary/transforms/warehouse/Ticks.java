package io.tributary.transforms.warehouse;

import java.io.Serializable;
import org.apache.beam.sdk.state.Timer;
import org.joda.time.Duration;

/**
 * Points in processing time at which something is done again and again: the same for all keys, so
 * that what they do meets.
 *
 * @param interval between two of them, milliseconds
 * @param phase how long after the whole interval they are, milliseconds
 */
record Ticks(long interval, long phase) implements Serializable {

  /** Sets a processing-time timer to the next of them. It holds no watermark. */
  void setNext(Timer timer) {
    long now = timer.getCurrentRelativeTime().getMillis();
    timer.offset(Duration.millis(next(now) - now)).withNoOutputTimestamp().setRelative();
  }

  /** The first of them after a time. */
  long next(long now) {
    return now + interval - Math.floorMod(now - phase, interval);
  }
}
