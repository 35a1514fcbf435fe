package io.tributary.runners.stream;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for facts about other processes, which cannot call back. */
final class ClusterWait {

  private static final long PAUSE_NANOS = 20_000_000L;

  private ClusterWait() {}

  /**
   * Waits until it is so; an answer that fails is a no, since what is asked may just have been
   * killed.
   *
   * @param what for the error: what has not happened
   */
  static void until(String what, Duration within, BooleanSupplier fact) {
    if (!happens(within, fact)) {
      throw new AssertionError("After " + within.toSeconds() + " s still not so: " + what);
    }
  }

  /** Whether it becomes so in time. */
  static boolean happens(Duration within, BooleanSupplier fact) {
    long start = System.nanoTime();
    while (!holds(fact)) {
      if (System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private static boolean holds(BooleanSupplier fact) {
    try {
      return fact.getAsBoolean();
    } catch (UncheckedIOException | IllegalStateException notNow) {
      return false;
    }
  }
}
