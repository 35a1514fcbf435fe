package io.tributary.transforms.partition;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * Whole days, in UTC, whose partitions are written.
 *
 * @param from first day, or null for no bound
 * @param to the day after the last, or null for no bound
 */
public record DayRange(LocalDate from, LocalDate to) implements Serializable {

  private static final long DAY = 86_400_000L;

  public DayRange {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException(
          "The range is empty: from " + from + " must be before to " + to);
    }
  }

  /** All days. */
  public static DayRange all() {
    return new DayRange(null, null);
  }

  public boolean isAll() {
    return from == null && to == null;
  }

  /** The first millisecond within, or the smallest number. */
  public long fromMillis() {
    return from == null ? Long.MIN_VALUE : from.toEpochDay() * DAY;
  }

  /** The first millisecond after, or the largest number. */
  public long toMillis() {
    return to == null ? Long.MAX_VALUE : to.toEpochDay() * DAY;
  }

  public boolean contains(long millis) {
    return millis >= fromMillis() && millis < toMillis();
  }

  @Override
  public String toString() {
    return isAll()
        ? "all days"
        : (from == null ? "the first day" : from)
            + " to "
            + (to == null ? "the last day" : to.minusDays(1));
  }
}
