package io.tributary.runners.explain;

import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.io.parquet.RawPartition;
import io.tributary.runners.explain.Explanation.State;
import io.tributary.runners.explain.Hits.Hit;
import io.tributary.runners.explain.ParquetRows.Row;
import io.tributary.runners.explain.RawFiles.Found;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts together what is known of one record. */
final class Fates {

  /** Columns that say who it was. */
  private static final String REPLAY = "replay ";

  private static final List<String> PERSONAL =
      List.of(
          "user_id",
          "anonymous_id",
          "resolved_user_id",
          "client_session_id",
          "client_key",
          "client_ip",
          "user_agent");

  private final Explain.Settings settings;
  private final Tables tables;
  private final Hits hits;
  private final SessionRows sessions;
  private final Copies copies;
  private final Optional<StreamRecord> stream;

  Fates(Explain.Settings settings, Tables tables, ParquetRows rows, Hits hits) {
    this.settings = settings;
    this.tables = tables;
    this.hits = hits;
    this.sessions = new SessionRows(tables, rows);
    this.copies = new Copies(tables, rows, hits);
    this.stream = StreamRecord.read(settings.catalog()).filter(StreamRecord::isAttached);
  }

  /** The stream that still has rows to write, if there is one. */
  Optional<StreamRecord> stream() {
    return stream;
  }

  static String notBefore(StreamRecord stream) {
    return stream.committedThrough() == Long.MIN_VALUE
        ? "at any time"
        : "at " + Instant.ofEpochMilli(stream.committedThrough()) + " or later";
  }

  static State state(Hit hit) {
    return switch (hit.file().table()) {
      case TableNames.DUPLICATES -> State.DUPLICATE;
      case TableNames.DEAD_LETTERS -> State.DEAD_LETTER;
      default -> State.LOADED;
    };
  }

  /**
   * A record that has a row.
   *
   * @param found its rows, of which there should be one
   * @param record the raw record, or null
   * @param hasRaw whether a raw store was asked for it
   */
  Explanation ended(List<Hit> found, Found record, boolean hasRaw) {
    Hit hit = found.get(0);
    Row row = hits.row(hit);
    State state = state(hit);
    Explanation.DuplicateOf duplicate = state == State.DUPLICATE ? copies.chain(row) : null;
    Explanation.DeadLetter dead = state == State.DEAD_LETTER ? deadLetter(hit, row) : null;
    Explanation.Place place = copies.place(hit);
    return new Explanation(
        hit.at().toString(),
        state,
        switch (state) {
          case DUPLICATE -> says(duplicate);
          case DEAD_LETTER -> "turned down: " + dead.reason();
          default -> "loaded into " + hit.file().table();
        },
        problems(found, record, hasRaw),
        record == null ? null : record.raw(),
        place,
        state == State.LOADED ? event(hit, row) : null,
        duplicate,
        dead,
        trace(
            row.has("trace_id") || record == null ? row.text("trace_id") : record.traceId(), place),
        personal(row, record));
  }

  private static String says(Explanation.DuplicateOf duplicate) {
    Explanation.Copy kept = duplicate.chain().get(duplicate.chain().size() - 1);
    return "duplicate of "
        + kept.coordinate()
        + ", received "
        + Screen.span(kept.afterMillis())
        + " after it";
  }

  private List<String> problems(List<Hit> found, Found record, boolean hasRaw) {
    List<String> problems = new ArrayList<>();
    if (found.size() > 1) {
      problems.add(
          found.size()
              + " rows for one record: "
              + String.join(", ", found.stream().map(hit -> hit.file().table()).toList()));
    }
    if (hasRaw && record == null) {
      problems.add("a row, but no record in the raw store: was a raw file removed?");
    }
    Instant received = found.get(0).receivedAt();
    if (record != null && !record.raw().receivedAt().equals(received)) {
      problems.add(
          "the row was received at "
              + received
              + ", the raw record at "
              + record.raw().receivedAt()
              + ": was the topic made anew?");
    }
    return problems;
  }

  /** A record that the raw store has and no table. */
  Explanation withoutRow(Found record) {
    Instant received = record.raw().receivedAt();
    boolean waits =
        stream.filter(one -> received.toEpochMilli() >= one.committedThrough()).isPresent();
    return new Explanation(
        record.at().toString(),
        waits ? State.WAITING : State.MISSING,
        waits
            ? "archived; its row comes with a later commit of the stream, which now has those"
                + " received before "
                + through(stream.get())
            : "in the raw store, and in no table",
        waits ? List.of() : List.of(hole(received)),
        record.raw(),
        null,
        null,
        null,
        null,
        trace(record.traceId(), null),
        personal(null, record));
  }

  private String hole(Instant received) {
    LocalDate day = LocalDate.ofInstant(received, ZoneOffset.UTC);
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return (tables.hasRows(from, from.plus(Duration.ofDays(1)).minusMillis(1))
            ? "a hole: other records of " + day + " have rows; "
            : "no record of " + day + " has a row: was the day ever replayed? ")
        + "`tributary replay --from "
        + day
        + " --to "
        + day.plusDays(1)
        + "` writes the day";
  }

  /** A record that is nowhere, but that the stream may still take up. */
  Optional<Explanation> toCome(Coordinate at) {
    if (stream.isEmpty() || settings.raw() == null) {
      return Optional.empty();
    }
    long next =
        ArchiveProgress.in(settings.raw())
            .map(archived -> archived.offset(new RawPartition(at.topic(), at.partition())))
            .orElse(-1L);
    if (next < 0 || at.offset() < next) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            at.toString(),
            State.WAITING,
            "not archived yet: the stream has archived its partition up to offset " + (next - 1),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static String through(StreamRecord stream) {
    return stream.committedThrough() == Long.MIN_VALUE
        ? "no time yet"
        : Instant.ofEpochMilli(stream.committedThrough()).toString();
  }

  private Explanation.Event event(Hit hit, Row row) {
    return new Explanation.Event(
        row.text("event_id"),
        row.text("event_type"),
        row.text("schema_version"),
        new Explanation.Clocks(
            row.time("timestamp"),
            row.time("original_timestamp"),
            row.time("sent_at"),
            row.time("received_at"),
            row.flag("is_late")),
        sessions.of(row),
        EnrichmentRow.of(row),
        copies.of(hit.at(), hit.receivedAt()));
  }

  private Explanation.DeadLetter deadLetter(Hit hit, Row row) {
    String eventId = row.text("event_id");
    return new Explanation.DeadLetter(
        row.text("stage"),
        row.text("reason"),
        row.text("detail"),
        row.time("received_at"),
        eventId,
        row.text("event_type"),
        Reason.EVENT_ID_REUSED.name().equals(row.text("reason")) && eventId != null
            ? copies.sameId(hit, eventId)
            : List.of());
  }

  private Explanation.Trace trace(String traceId, Explanation.Place place) {
    if (traceId == null) {
      return null;
    }
    String writer = place == null || place.commit() == null ? null : place.commit().writer();
    return new Explanation.Trace(
        traceId,
        link(traceId),
        writer != null && writer.startsWith(REPLAY)
            ? link(Telemetry.replayed(traceId, writer.substring(REPLAY.length())).traceId())
            : null);
  }

  private String link(String traceId) {
    return settings.traceUrl().replace("{trace_id}", traceId);
  }

  private SortedMap<String, String> personal(Row row, Found record) {
    if (!settings.personal()) {
      return null;
    }
    SortedMap<String, String> personal = new TreeMap<>();
    byte[] payload = record != null ? record.payload() : row == null ? null : row.bytes("payload");
    if (payload != null) {
      personal.put("payload", new String(payload, StandardCharsets.UTF_8));
    }
    if (row != null) {
      PERSONAL.stream().filter(row::has).forEach(column -> personal.put(column, row.text(column)));
    }
    return personal;
  }
}
