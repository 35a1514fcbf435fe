package io.tributary.runners.explain;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.schemas.table.TableNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The tables that records end in, and which of their files a statistic leaves in question. */
final class Tables implements AutoCloseable {

  /**
   * A data file.
   *
   * @param sequence the number of the commit that added it
   */
  record DataFile(String table, String path, long bytes, long sequence) {}

  private static final String EVENTS = "events_";
  private static final String OFFSET = "kafka_offset";

  private final Catalog catalog;
  private final Map<String, Table> tables = new TreeMap<>();
  private final Map<String, DataFile> opened = new LinkedHashMap<>();

  private Tables(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Opens a warehouse for reading.
   *
   * @throws io.tributary.io.iceberg.InvalidWarehouse if there is none
   */
  static Tables open(CatalogConfig config) {
    List<String> names;
    try (WarehouseTables there = WarehouseTables.open(config)) {
      names = there.names();
    }
    Map<String, String> properties = new HashMap<>(config.properties());
    properties.remove("jdbc.schema-version");
    properties.put("jdbc.init-catalog-tables", "false");
    Catalog catalog =
        CatalogUtil.buildIcebergCatalog(CatalogConfig.NAME, properties, new Configuration(false));
    Tables tables = new Tables(catalog);
    for (String name : names) {
      Table table = catalog.loadTable(TableIdentifier.of(config.namespace(), name));
      if (name.equals(TableNames.SESSIONS) || table.schema().findField(OFFSET) != null) {
        tables.tables.put(name, table);
      }
    }
    return tables;
  }

  /** The tables of loaded events. */
  List<String> events() {
    return tables.keySet().stream().filter(Tables::isOfEvents).toList();
  }

  /** All tables in which a record may have ended. */
  List<String> terminal() {
    return tables.keySet().stream().filter(name -> !name.equals(TableNames.SESSIONS)).toList();
  }

  static boolean isOfEvents(String table) {
    return table.startsWith(EVENTS);
  }

  /** The files that may hold rows for which a filter is true, by path; they count as opened. */
  Map<String, DataFile> files(Collection<String> names, Expression filter) {
    Map<String, DataFile> found = new LinkedHashMap<>();
    for (String name : names) {
      Table table = tables.get(name);
      if (table != null) {
        plan(name, table, filter, found);
      }
    }
    opened.putAll(found);
    return found;
  }

  private static void plan(
      String name, Table table, Expression filter, Map<String, DataFile> found) {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new ExplainFailed(
              "Table " + name + " has delete files; rewrite it with the engine that made them");
        }
        String path = localPath(name, task.file().location());
        Long sequence = task.file().fileSequenceNumber();
        found.put(
            path,
            new DataFile(
                name, path, task.file().fileSizeInBytes(), sequence == null ? -1 : sequence));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the metadata of table " + name, e);
    }
  }

  private static String localPath(String table, String location) {
    String path = location.replaceFirst("^file:(//)?", "");
    if (path.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw new ExplainFailed(
          "Table " + table + " has files that are not on a local disk; explain reads only those");
    }
    return path;
  }

  /** The snapshot that added a file; empty where it has expired. */
  Optional<Explanation.Commit> commit(DataFile file) {
    for (Snapshot snapshot : tables.get(file.table()).snapshots()) {
      if (snapshot.sequenceNumber() == file.sequence()) {
        return Optional.of(
            new Explanation.Commit(
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                writer(snapshot.summary())));
      }
    }
    return Optional.empty();
  }

  /** By the properties that replay and stream leave in a snapshot's summary. */
  private static String writer(Map<String, String> summary) {
    if (summary.containsKey("tributary.run-id")) {
      return "replay " + summary.get("tributary.run-id");
    }
    return summary.containsKey("tributary.stream")
        ? "stream "
            + summary.get("tributary.stream")
            + ", append "
            + summary.get("tributary.stream-sequence")
        : null;
  }

  /** Rows received from one time to another, both included. */
  static Expression received(Instant from, Instant to) {
    return between("received_at", from, to);
  }

  static Expression between(String column, Instant from, Instant to) {
    return Expressions.and(
        Expressions.greaterThanOrEqual(column, micros(from)),
        Expressions.lessThanOrEqual(column, micros(to)));
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1000;
  }

  /** What was opened since the beginning. */
  Reading reading() {
    return new Reading(
        opened.size(),
        total(SnapshotSummary.TOTAL_DATA_FILES_PROP),
        opened.values().stream().mapToLong(DataFile::bytes).sum(),
        total(SnapshotSummary.TOTAL_FILE_SIZE_PROP));
  }

  private long total(String property) {
    return tables.values().stream()
        .map(Table::currentSnapshot)
        .flatMap(Stream::ofNullable)
        .mapToLong(snapshot -> Long.parseLong(snapshot.summary().getOrDefault(property, "0")))
        .sum();
  }

  /** Whether any table holds rows received in a range. */
  boolean hasRows(Instant from, Instant to) {
    for (String name : terminal()) {
      try (CloseableIterable<FileScanTask> tasks =
          tables.get(name).newScan().filter(received(from, to)).planFiles()) {
        if (StreamSupport.stream(tasks.spliterator(), false).findAny().isPresent()) {
          return true;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the metadata of table " + name, e);
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot close the catalog", e);
      }
    }
  }
}
