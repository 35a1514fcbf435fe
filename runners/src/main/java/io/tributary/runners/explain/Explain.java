package io.tributary.runners.explain;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.explain.Hits.Hit;
import io.tributary.runners.explain.RawFiles.Found;
import io.tributary.schemas.event.Coordinate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the fate of records from a warehouse and, where it is given, the raw store. Nothing is
 * written. Which files are opened is decided by their statistics; an event's id alone, where ids do
 * not rise with time, asks that column of every file.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Explain implements AutoCloseable {

  /** Of an id that very many records have, this many are told in full. */
  public static final int MOST = 20;

  /**
   * Where to look, and what may be told.
   *
   * @param catalog the warehouse
   * @param raw the raw store's folder, or null
   * @param personal whether payloads, ids of users and their addresses are told
   * @param traceUrl address of a trace, with {@code {trace_id}} in it
   */
  public record Settings(CatalogConfig catalog, Path raw, boolean personal, String traceUrl) {}

  private final Settings settings;
  private final Tables tables;
  private final ParquetRows rows;
  private final RawFiles raw;
  private final Hits hits;
  private final Fates fates;

  private Explain(Settings settings, Tables tables, ParquetRows rows, RawFiles raw) {
    this.settings = settings;
    this.tables = tables;
    this.rows = rows;
    this.raw = raw;
    this.hits = new Hits(tables, rows);
    this.fates = new Fates(settings, tables, rows, hits);
  }

  /**
   * Opens a warehouse and, if it is given, a raw store.
   *
   * @throws io.tributary.io.iceberg.InvalidWarehouse if there is no warehouse
   * @throws io.tributary.io.parquet.InvalidRawStore if the raw store's folder holds none
   */
  public static Explain open(Settings settings) {
    Tables tables = Tables.open(settings.catalog());
    ParquetRows rows = null;
    Explain explain = null;
    try {
      rows = ParquetRows.open();
      RawFiles raw = settings.raw() == null ? null : RawFiles.in(settings.raw(), rows);
      explain = new Explain(settings, tables, rows, raw);
      return explain;
    } finally {
      if (explain == null) {
        tables.close();
        if (rows != null) {
          rows.close();
        }
      }
    }
  }

  /**
   * Answers.
   *
   * @param say is told in one line what takes long
   * @throws ExplainFailed if files cannot be read
   */
  public Answer ask(Target target, Consumer<String> say) {
    List<Explanation> told;
    int more = 0;
    if (target instanceof Target.OfRecord record) {
      told = ofRecord(record.coordinate()).map(List::of).orElse(List.of());
    } else {
      String eventId = ((Target.OfEvent) target).eventId();
      Map<Coordinate, List<Hit>> byRecord = byRecord(hits.of(eventId));
      more = Math.max(0, byRecord.size() - MOST);
      told = byRecord.isEmpty() ? inPayloads(eventId, say) : ofRecords(byRecord);
    }
    return new Answer(told, more, looked(), tables.reading(), raw == null ? null : raw.reading());
  }

  private List<String> looked() {
    List<String> looked = new ArrayList<>();
    looked.add("tables " + String.join(", ", tables.terminal()));
    looked.add(raw == null ? "no raw store (--raw)" : "raw store " + settings.raw());
    fates.stream()
        .ifPresent(
            stream ->
                looked.add(
                    "records received "
                        + Fates.notBefore(stream)
                        + " have no row yet: a stream is attached"));
    return looked;
  }

  private Optional<Explanation> ofRecord(Coordinate at) {
    // The raw store says when a record came, and that says in which files its row can be.
    Found record = raw == null ? null : raw.at(at, null).orElse(null);
    List<Hit> found = hits.of(at, record == null ? null : record.raw().receivedAt());
    if (found.isEmpty() && record != null) {
      found = hits.of(at, null); // a row that has another time than its record
    }
    return explain(at, found, record);
  }

  private static Map<Coordinate, List<Hit>> byRecord(List<Hit> hits) {
    Map<Coordinate, List<Hit>> byRecord = new LinkedHashMap<>();
    for (Hit hit : keptFirst(hits)) {
      byRecord.computeIfAbsent(hit.at(), at -> new ArrayList<>()).add(hit);
    }
    return byRecord;
  }

  private List<Explanation> ofRecords(Map<Coordinate, List<Hit>> byRecord) {
    List<Explanation> all = new ArrayList<>();
    byRecord.entrySet().stream()
        .limit(MOST)
        .forEach(
            one -> {
              Coordinate at = one.getKey();
              Instant receivedAt = one.getValue().get(0).receivedAt();
              Found record = raw == null ? null : raw.at(at, receivedAt).orElse(null);
              explain(at, one.getValue(), record).ifPresent(all::add);
            });
    return all;
  }

  /** Loaded events, then duplicates, then dead letters, each by time. */
  private static List<Hit> keptFirst(List<Hit> hits) {
    return hits.stream()
        .sorted(Comparator.comparingInt(hit -> Fates.state(hit).ordinal()))
        .toList();
  }

  /**
   * An id that no table knows may be that of a dead letter that could not be read, or of a hole.
   */
  private List<Explanation> inPayloads(String eventId, Consumer<String> say) {
    if (raw == null) {
      return List.of();
    }
    say.accept("No table knows this id; reading the payloads of the raw store");
    List<Explanation> all = new ArrayList<>();
    for (Found record : raw.withId(eventId, MOST)) {
      explain(record.at(), hits.of(record.at(), record.raw().receivedAt()), record)
          .ifPresent(all::add);
    }
    return all;
  }

  private Optional<Explanation> explain(Coordinate at, List<Hit> found, Found record) {
    if (!found.isEmpty()) {
      return Optional.of(fates.ended(found, record, raw != null));
    }
    return record != null ? Optional.of(fates.withoutRow(record)) : fates.toCome(at);
  }

  @Override
  public void close() {
    try (tables;
        rows) {
      // both
    }
  }
}
