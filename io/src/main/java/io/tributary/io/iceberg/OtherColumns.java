package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Column.optional;
import static io.tributary.io.iceberg.Column.required;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.TraceParent;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The flat columns of the tables beside the events, in their order. */
final class OtherColumns {

  private static final Type TEXT = Types.StringType.get();
  private static final Type LONG = Types.LongType.get();
  private static final Type INT = Types.IntegerType.get();
  private static final Type TIME = Types.TimestampType.withZone();

  static final List<Column<DeadLetter>> DEAD_LETTERS =
      List.of(
          required("stage", TEXT, (row, cell) -> cell.text(row.failure().reason().stage().name())),
          required("reason", TEXT, (row, cell) -> cell.text(row.failure().reason().name())),
          required("detail", TEXT, (row, cell) -> cell.text(row.failure().detail())),
          Column.<DeadLetter>optional(
                  "payload",
                  Types.BinaryType.get(),
                  (row, cell) -> cell.bytes(row.failure().payload(), 0, 0))
              .withoutDictionary(),
          required(
              "kafka_topic", TEXT, (row, cell) -> cell.text(row.failure().coordinate().topic())),
          required(
              "kafka_partition",
              INT,
              (row, cell) -> cell.small(row.failure().coordinate().partition())),
          required(
              "kafka_offset",
              LONG,
              (row, cell) -> cell.number(row.failure().coordinate().offset(), 0)),
          required("received_at", TIME, (row, cell) -> cell.time(row.failure().receivedAt())),
          Column.<DeadLetter>optional(
                  "event_id", TEXT, (row, cell) -> cell.text(row.failure().eventId()))
              .withoutDictionary(),
          optional("event_type", TEXT, (row, cell) -> cell.text(row.failure().eventType())),
          Column.<DeadLetter>optional(
                  "trace_id",
                  TEXT,
                  (row, cell) -> cell.text(TraceParent.traceId(row.failure().headers())))
              .withoutDictionary());

  static final List<Column<Duplicate>> DUPLICATES =
      List.of(
          required("event_id", TEXT, (row, cell) -> cell.text(row.eventId())),
          required("event_type", TEXT, (row, cell) -> cell.text(row.eventType())),
          required("client_key", TEXT, (row, cell) -> cell.text(row.clientKey().text())),
          required("received_at", TIME, (row, cell) -> cell.time(row.receivedAt())),
          required("kafka_topic", TEXT, (row, cell) -> cell.text(row.coordinate().topic())),
          required("kafka_partition", INT, (row, cell) -> cell.small(row.coordinate().partition())),
          required("kafka_offset", LONG, (row, cell) -> cell.number(row.coordinate().offset(), 0)),
          required("original_kafka_topic", TEXT, (row, cell) -> cell.text(row.original().topic())),
          required(
              "original_kafka_partition",
              INT,
              (row, cell) -> cell.small(row.original().partition())),
          required(
              "original_kafka_offset",
              LONG,
              (row, cell) -> cell.number(row.original().offset(), 0)),
          required(
              "original_received_at", TIME, (row, cell) -> cell.time(row.originalReceivedAt())),
          Column.<Duplicate>optional(
                  "trace_id",
                  TEXT,
                  (row, cell) -> cell.text(row.trace() == null ? null : row.trace().traceId()))
              .withoutDictionary());

  static final List<Column<Session>> SESSIONS =
      List.of(
          Column.<Session>required("session_id", TEXT, (row, cell) -> cell.text(row.sessionId()))
              .withoutDictionary(),
          Column.<Session>required(
                  "client_key", TEXT, (row, cell) -> cell.text(row.clientKey().text()))
              .withoutDictionary(),
          Column.<Session>optional(
                  "anonymous_id", TEXT, (row, cell) -> cell.text(row.anonymousId()))
              .withoutDictionary(),
          Column.<Session>optional("user_id", TEXT, (row, cell) -> cell.text(row.userId()))
              .withoutDictionary(),
          required("started_at", TIME, (row, cell) -> cell.time(row.startedAt())),
          required("ended_at", TIME, (row, cell) -> cell.time(row.endedAt())),
          required(
              "duration_seconds",
              Types.DoubleType.get(),
              (row, cell) -> cell.real((row.endedAt() - row.startedAt()) / 1000.0, 0)),
          required("event_count", LONG, (row, cell) -> cell.number(row.eventCount(), 0)),
          required("first_event_type", TEXT, (row, cell) -> cell.text(row.firstEventType())),
          required("last_event_type", TEXT, (row, cell) -> cell.text(row.lastEventType())),
          required("closed_at", TIME, (row, cell) -> cell.time(row.closedAt())),
          required("revision", INT, (row, cell) -> cell.small(row.revision())));

  private OtherColumns() {}
}
