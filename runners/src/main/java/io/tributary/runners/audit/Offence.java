package io.tributary.runners.audit;

import io.tributary.schemas.event.Coordinate;
import java.time.LocalDate;
import java.util.List;

/**
 * Neighbouring coordinates of one day that break the ledger in the same way.
 *
 * @param kind in which way
 * @param first the first of them
 * @param lastOffset the offset of the last
 * @param coordinates how many they are
 * @param day of {@code received_at}
 * @param tables where their rows stand; empty where they have none
 */
public record Offence(
    Kind kind,
    Coordinate first,
    long lastOffset,
    long coordinates,
    LocalDate day,
    List<String> tables) {

  public Offence {
    tables = List.copyOf(tables);
  }

  /** What is wrong with a coordinate. */
  public enum Kind {
    /** A raw record without a row. */
    MISSING,
    /** More than one row. */
    DOUBLED,
    /** A row without a raw record. */
    ORPHANED
  }
}
