package io.tributary.runners.cli;

import io.tributary.transforms.partition.DayRange;
import java.time.LocalDate;

/** The days that {@code --from} and {@code --to} say. */
final class Days {

  private Days() {}

  /**
   * @param from the first, or null
   * @param to the day after the last, or null
   * @throws UsageException if they are the wrong way round
   */
  static DayRange between(LocalDate from, LocalDate to) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new UsageException("--from " + from + " must be before --to " + to);
    }
    return new DayRange(from, to);
  }
}
