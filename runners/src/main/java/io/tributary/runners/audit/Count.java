package io.tributary.runners.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Rows of one hour that share table, type and reason.
 *
 * @param hour the hour's first instant, of {@code received_at}, UTC
 * @param state in which table a record ends
 * @param table the table's name
 * @param type the event type; null where a dead letter names none. Of dead letters it is what the
 *     client wrote, which may be anything
 * @param reason of dead letters, else null
 * @param rows how many there are
 */
public record Count(
    Instant hour, State state, String table, String type, String reason, long rows) {

  /** Where a record ends. */
  public enum State {
    LOADED,
    DEAD_LETTER,
    DUPLICATE
  }

  /** The day, UTC. */
  public LocalDate day() {
    return LocalDate.ofInstant(hour, ZoneOffset.UTC);
  }
}
