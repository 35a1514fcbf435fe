package io.tributary.kit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do; they cannot call back. */
final class Polling {

  enum Result {
    HOLDS,
    TIME_OVER
  }

  private Polling() {}

  /**
   * Asks at least once, and again after every pause until the answer is yes or the time is over.
   */
  static Result until(Duration within, Duration pause, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        return Result.TIME_OVER;
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting", interrupted);
      }
    }
    return Result.HOLDS;
  }
}
