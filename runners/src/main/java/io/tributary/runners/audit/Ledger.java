package io.tributary.runners.audit;

import java.time.LocalDate;
import java.util.List;

/**
 * The equation {@code raw = loaded + dead letters + duplicates} over coordinates, and what breaks
 * it. Always {@code residual() = missing - doubled - orphaned}.
 *
 * @param raw distinct coordinates in the raw store
 * @param copies raw rows beyond them: a coordinate that stands there again
 * @param loaded rows of the event tables
 * @param deadLetters rows of {@code dead_letters}
 * @param duplicates rows of {@code duplicates}
 * @param missing coordinates of the raw store without a row
 * @param doubled rows beyond the first of a coordinate, in whatever tables
 * @param orphaned coordinates of rows that the raw store has not
 * @param waiting coordinates of the raw store that a stream has not committed yet, or that its
 *     archive may still be completed around; in none of the other numbers
 * @param days the same numbers by day, days without any left out
 * @param offences the first few runs of offending coordinates of each kind
 */
public record Ledger(
    long raw,
    long copies,
    long loaded,
    long deadLetters,
    long duplicates,
    long missing,
    long doubled,
    long orphaned,
    long waiting,
    List<Day> days,
    List<Offence> offences) {

  public Ledger {
    days = List.copyOf(days);
    offences = List.copyOf(offences);
  }

  /** What the equation leaves over. */
  public long residual() {
    return raw - loaded - deadLetters - duplicates;
  }

  /** Whether every coordinate has exactly one row, and every row its raw record. */
  public boolean isConserved() {
    return missing == 0 && doubled == 0 && orphaned == 0;
  }

  /** One day of {@code received_at}. */
  public record Day(
      LocalDate day,
      long raw,
      long loaded,
      long deadLetters,
      long duplicates,
      long missing,
      long doubled,
      long orphaned,
      long waiting) {

    /** What the day's equation leaves over. */
    public long residual() {
      return raw - loaded - deadLetters - duplicates;
    }
  }
}
