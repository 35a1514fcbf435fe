package io.tributary.runners.explain;

import io.tributary.runners.explain.Hits.Hit;
import io.tributary.runners.explain.ParquetRows.Row;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.table.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.expressions.Expressions;

/** Finds the copies of a record, and what a copy is one of. */
final class Copies {

  /** A copy is received at most this long after the latest one before it. */
  private static final Duration HORIZON = Duration.ofHours(24);

  private static final String COPY =
      "kafka_topic, kafka_partition, kafka_offset, received_at, original_kafka_topic,"
          + " original_kafka_partition, original_kafka_offset, original_received_at";

  private final Tables tables;
  private final ParquetRows rows;
  private final Hits hits;

  Copies(Tables tables, ParquetRows rows, Hits hits) {
    this.tables = tables;
    this.rows = rows;
    this.hits = hits;
  }

  /** The rows of {@code duplicates} that name a record as the one they repeat. */
  List<Explanation.Copy> of(Coordinate original, Instant receivedAt) {
    Set<String> files =
        tables
            .files(
                List.of(TableNames.DUPLICATES),
                Expressions.and(
                    Expressions.equal("original_kafka_offset", original.offset()),
                    Expressions.equal("original_kafka_partition", original.partition()),
                    Tables.received(receivedAt, receivedAt.plus(HORIZON))))
            .keySet();
    return rows
        .ask(
            COPY,
            files,
            "WHERE original_kafka_topic = ? AND original_kafka_partition = ?"
                + " AND original_kafka_offset = ?",
            original.topic(),
            original.partition(),
            original.offset())
        .stream()
        .map(row -> copy(Hits.coordinate(row), row.time("received_at"), receivedAt))
        .sorted(Comparator.comparing(Explanation.Copy::receivedAt))
        .toList();
  }

  /** What a row of {@code duplicates} is a copy of, followed to a record that is none itself. */
  Explanation.DuplicateOf chain(Row duplicate) {
    String id = duplicate.text("event_id");
    Instant received = duplicate.time("received_at");
    Map<Coordinate, Row> known = withId(id, received);
    List<Explanation.Copy> chain = new ArrayList<>();
    Row link = duplicate;
    Coordinate original = null;
    while (link != null && chain.size() <= known.size()) {
      original = Hits.coordinate(link, "original_");
      chain.add(copy(original, link.time("original_received_at"), received));
      link = known.get(original);
    }
    Instant originally = chain.get(chain.size() - 1).receivedAt();
    List<Hit> last = hits.of(original, originally);
    return new Explanation.DuplicateOf(
        id,
        duplicate.text("event_type"),
        received,
        chain,
        last.isEmpty() ? null : place(last.get(0)));
  }

  /** All earlier copies at once: a storm of them makes a long chain. */
  private Map<Coordinate, Row> withId(String id, Instant until) {
    Set<String> files =
        tables
            .files(
                List.of(TableNames.DUPLICATES),
                Expressions.and(
                    Expressions.equal("event_id", id), Tables.received(Instant.EPOCH, until)))
            .keySet();
    Map<Coordinate, Row> known = new HashMap<>();
    rows.ask(COPY, files, "WHERE event_id = ?", id)
        .forEach(row -> known.put(Hits.coordinate(row), row));
    return known;
  }

  /** Other records with the id of a record, of the 24 hours before it. */
  List<Explanation.Copy> sameId(Hit hit, String eventId) {
    return hits.of(eventId, hit.receivedAt().minus(HORIZON), hit.receivedAt()).stream()
        .filter(other -> !other.at().equals(hit.at()))
        .map(other -> copy(other.at(), other.receivedAt(), hit.receivedAt()))
        .toList();
  }

  Explanation.Place place(Hit hit) {
    return new Explanation.Place(
        hit.file().table(), hit.file().path(), tables.commit(hit.file()).orElse(null));
  }

  /** The distance between two records, whichever was first. */
  private static Explanation.Copy copy(Coordinate at, Instant receivedAt, Instant other) {
    return new Explanation.Copy(
        at.toString(), receivedAt, Math.abs(Duration.between(other, receivedAt).toMillis()));
  }
}
