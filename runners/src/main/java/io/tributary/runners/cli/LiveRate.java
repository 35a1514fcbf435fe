package io.tributary.runners.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over its last seconds. */
final class LiveRate {

  private static final long WINDOW = Duration.ofSeconds(5).toNanos();
  private static final double SECOND = 1e9;

  private record At(long nanos, long count) {}

  private final Deque<At> seen = new ArrayDeque<>();

  /**
   * The count at a time.
   *
   * @param nanos of {@link System#nanoTime}
   */
  void add(long nanos, long count) {
    seen.addLast(new At(nanos, count));
    while (seen.size() > 2 && nanos - seen.getFirst().nanos() > WINDOW) {
      seen.removeFirst();
    }
  }

  /** 0 where it is not known yet. */
  double perSecond() {
    if (seen.size() < 2) {
      return 0;
    }
    At first = seen.getFirst();
    At last = seen.getLast();
    return last.nanos() == first.nanos()
        ? 0
        : SECOND * (last.count() - first.count()) / (last.nanos() - first.nanos());
  }
}
