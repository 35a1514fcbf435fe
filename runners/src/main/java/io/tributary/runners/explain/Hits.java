package io.tributary.runners.explain;

import io.tributary.runners.explain.ParquetRows.Row;
import io.tributary.schemas.event.Coordinate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Finds the rows that records ended in, in two steps: files by statistics, rows by columns. */
final class Hits {

  /** A row that a record ended in. */
  record Hit(Tables.DataFile file, Coordinate at, Instant receivedAt) {}

  static final String AT = "kafka_topic = ? AND kafka_partition = ? AND kafka_offset = ?";

  private static final String WHERE_IT_STANDS =
      "filename, kafka_topic, kafka_partition, kafka_offset, received_at";

  private final Tables tables;
  private final ParquetRows rows;

  Hits(Tables tables, ParquetRows rows) {
    this.tables = tables;
    this.rows = rows;
  }

  /**
   * The rows of a record: one, unless something is wrong.
   *
   * @param receivedAt when it was received, or null where that is not known
   */
  List<Hit> of(Coordinate at, Instant receivedAt) {
    Expression filter =
        Expressions.and(
            Expressions.equal("kafka_offset", at.offset()),
            Expressions.equal("kafka_partition", at.partition()),
            Expressions.equal("kafka_topic", at.topic()));
    if (receivedAt != null) {
      filter = Expressions.and(filter, Tables.received(receivedAt, receivedAt));
    }
    return find(tables.terminal(), filter, AT, at.topic(), at.partition(), at.offset());
  }

  /** The rows with an event's id. */
  List<Hit> of(String eventId) {
    return find(tables.terminal(), Expressions.equal("event_id", eventId), "event_id = ?", eventId);
  }

  /** The rows with an event's id that were received in a range, both ends included. */
  List<Hit> of(String eventId, Instant from, Instant to) {
    Expression filter =
        Expressions.and(Expressions.equal("event_id", eventId), Tables.received(from, to));
    return find(tables.terminal(), filter, "event_id = ?", eventId).stream()
        .filter(hit -> !hit.receivedAt().isBefore(from) && !hit.receivedAt().isAfter(to))
        .toList();
  }

  private List<Hit> find(
      Collection<String> names, Expression filter, String where, Object... values) {
    Map<String, Tables.DataFile> files = tables.files(names, filter);
    List<Hit> hits = new ArrayList<>();
    for (Row row : rows.ask(WHERE_IT_STANDS, files.keySet(), "WHERE " + where, values)) {
      hits.add(new Hit(files.get(row.text("filename")), coordinate(row), row.time("received_at")));
    }
    hits.sort(Comparator.comparing(Hit::receivedAt).thenComparing(Hit::at));
    return hits;
  }

  /** All columns of the row of a hit. */
  Row row(Hit hit) {
    Coordinate at = hit.at();
    return rows.ask(
            "*", List.of(hit.file().path()), "WHERE " + AT, at.topic(), at.partition(), at.offset())
        .get(0);
  }

  static Coordinate coordinate(Row row) {
    return coordinate(row, "");
  }

  static Coordinate coordinate(Row row, String prefix) {
    return new Coordinate(
        row.text(prefix + "kafka_topic"),
        row.number(prefix + "kafka_partition").intValue(),
        row.number(prefix + "kafka_offset"));
  }
}
