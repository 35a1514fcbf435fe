package io.tributary.runners.audit;

import io.tributary.runners.duckdb.Sql;
import io.tributary.transforms.partition.DayRange;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Which times of {@code received_at} are looked at, in milliseconds since the epoch. The smallest
 * and the largest number are no bounds.
 *
 * @param from the first that is audited
 * @param to the first after
 * @param complete the first that may be incomplete, because a stream is at work; the largest number
 *     where none is
 */
record Window(long from, long to, long complete) {

  /** How many days are compared with. */
  static final int DAYS_BEFORE = 7;

  /** How long before its closing a session may have had its first event. */
  private static final Duration SESSION = Duration.ofDays(4);

  static Window of(DayRange days, OptionalLong complete) {
    return new Window(days.fromMillis(), days.toMillis(), complete.orElse(Long.MAX_VALUE));
  }

  /** The end of what can be judged. */
  long until() {
    return Math.min(to, complete);
  }

  /** The first time that is compared with. */
  long compareFrom() {
    return before(Duration.ofDays(DAYS_BEFORE));
  }

  /** The first time at which an event of an audited session may have been received. */
  long sessionsFrom() {
    return before(SESSION);
  }

  private long before(Duration duration) {
    return from == Long.MIN_VALUE ? from : from - duration.toMillis();
  }

  /** What a stream has completed; null where none is at work. */
  Instant completeBefore() {
    return complete == Long.MAX_VALUE ? null : Instant.ofEpochMilli(Math.max(complete, 0));
  }

  /** An expression for whether a row is of a time that may be incomplete. */
  String waits(String time) {
    if (complete == Long.MAX_VALUE) {
      return "false";
    }
    return complete == Long.MIN_VALUE ? "true" : time + " >= " + Sql.instant(complete);
  }
}
