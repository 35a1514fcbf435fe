package io.tributary.io.kafka;

import java.io.Serializable;
import org.apache.beam.sdk.state.Timer;
import org.joda.time.Duration;

/**
 * Points in processing time at which something is done again and again: the same for all keys.
 *
 * @param interval between two of them, milliseconds
 * @param phase how long after the whole interval they are, milliseconds
 */
record ArchiveTicks(long interval, long phase) implements Serializable {

  /** Sets a processing-time timer to the next of them. It holds no watermark. */
  void setNext(Timer timer) {
    long now = timer.getCurrentRelativeTime().getMillis();
    long wait = interval - Math.floorMod(now - phase, interval);
    timer.offset(Duration.millis(wait)).withNoOutputTimestamp().setRelative();
  }
}
