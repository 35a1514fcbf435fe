package io.tributary.runners.explain;

import io.tributary.runners.explain.ParquetRows.Row;
import io.tributary.schemas.table.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds an event's session. Texts have no statistics, so times choose the files: first those of the
 * hours around the event, and wider only where a neighbour is still missing.
 */
final class SessionRows {

  /** No row of a session is closed, and no event of it received, further away from its others. */
  private static final Duration FURTHEST = Duration.ofDays(4);

  private static final Duration NEAR = Duration.ofHours(1);

  private static final String NEIGHBOUR =
      "kafka_topic, kafka_partition, kafka_offset, session_event_number, event_type,"
          + " \"timestamp\", received_at";

  private final Tables tables;
  private final ParquetRows rows;

  SessionRows(Tables tables, ParquetRows rows) {
    this.tables = tables;
    this.rows = rows;
  }

  /** The session of an event's row; null where the row names none. */
  Explanation.Session of(Row event) {
    String id = event.text("session_id");
    Long number = event.number("session_event_number");
    if (id == null || number == null) {
      return null;
    }
    Instant received = event.time("received_at");
    List<Explanation.SessionRow> revisions = revisions(id, received);
    long counted = revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1).eventCount();
    Map<Long, Explanation.Neighbour> around = near(id, number, received);
    boolean isMissing =
        (number > 1 && !around.containsKey(number - 1))
            || (number < counted && !around.containsKey(number + 1));
    if (isMissing) {
      around = neighbours(id, number, received.minus(FURTHEST), received.plus(FURTHEST));
    }
    return new Explanation.Session(
        id,
        number,
        event.flag("session_is_new"),
        counted < number,
        revisions,
        around.get(number - 1),
        around.get(number + 1));
  }

  private List<Explanation.SessionRow> revisions(String id, Instant received) {
    Set<String> files =
        tables
            .files(
                List.of(TableNames.SESSIONS),
                Tables.between("closed_at", received.minus(FURTHEST), received.plus(FURTHEST)))
            .keySet();
    return rows
        .ask(
            "revision, started_at, ended_at, event_count, closed_at",
            files,
            "WHERE session_id = ?",
            id)
        .stream()
        .map(
            row ->
                new Explanation.SessionRow(
                    row.number("revision"),
                    row.time("started_at"),
                    row.time("ended_at"),
                    row.number("event_count"),
                    row.time("closed_at")))
        .sorted(Comparator.comparingLong(Explanation.SessionRow::revision))
        .toList();
  }

  private Map<Long, Explanation.Neighbour> near(String id, long number, Instant received) {
    return neighbours(id, number, received.minus(NEAR), received.plus(NEAR));
  }

  private Map<Long, Explanation.Neighbour> neighbours(
      String id, long number, Instant from, Instant to) {
    Set<String> files = tables.files(tables.events(), Tables.received(from, to)).keySet();
    Map<Long, Explanation.Neighbour> found = new HashMap<>();
    rows.ask(
            NEIGHBOUR,
            files,
            "WHERE session_id = ? AND session_event_number IN (?, ?)",
            id,
            number - 1,
            number + 1)
        .forEach(
            row ->
                found.put(
                    row.number("session_event_number"),
                    new Explanation.Neighbour(
                        Hits.coordinate(row).toString(),
                        row.number("session_event_number"),
                        row.text("event_type"),
                        row.time("timestamp"),
                        row.time("received_at"))));
    return found;
  }
}
