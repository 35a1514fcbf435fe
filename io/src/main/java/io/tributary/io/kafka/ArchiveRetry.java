package io.tributary.io.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.apache.kafka.common.errors.RetriableException;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again while a disk or a broker is away, for five minutes.
 *
 * @param pause how it sleeps
 */
record ArchiveRetry(Pause pause) implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveRetry.class);

  private static final FluentBackoff OUTAGE =
      FluentBackoff.DEFAULT
          .withInitialBackoff(Duration.millis(500))
          .withExponent(2)
          .withMaxBackoff(Duration.standardSeconds(15))
          .withMaxCumulativeBackoff(Duration.standardMinutes(5));

  /** How it sleeps. */
  interface Pause extends Sleeper, Serializable {}

  /** What is tried. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  static ArchiveRetry sleeping() {
    return new ArchiveRetry(millis -> Sleeper.DEFAULT.sleep(millis));
  }

  /**
   * @param what names the work in the log
   */
  <T> T run(String what, Attempt<T> attempt) {
    BackOff backOff = OUTAGE.backoff();
    while (true) {
      RuntimeException outage;
      try {
        return attempt.run();
      } catch (IOException e) {
        outage = new UncheckedIOException("Cannot " + what, e);
      } catch (UncheckedIOException | RetriableException e) {
        outage = e;
      } catch (ArchiveGap gap) {
        if (!gap.mayPass()) {
          throw gap;
        }
        outage = gap;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw outage; // the job is being cancelled
      }
      Throwable reason = outage.getCause() == null ? outage : outage.getCause();
      LOG.warn("Cannot {} ({}); trying again", what, reason.toString());
      if (!sleep(backOff)) {
        throw outage;
      }
    }
  }

  private boolean sleep(BackOff backOff) {
    try {
      return BackOffUtils.next(pause, backOff);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
