package io.tributary.runners.report;

import io.tributary.io.iceberg.CatalogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** A warehouse of a few rows, with the columns that a report reads. */
final class ReportLake {

  private static final Type TEXT = StringType.get();
  private static final Type TIME = TimestampType.withZone();

  private final CatalogConfig config;
  private final Catalog catalog;

  ReportLake(Path folder) {
    this(CatalogConfig.embedded(folder));
  }

  ReportLake(CatalogConfig config) {
    this.config = config;
    try {
      Files.createDirectories(Path.of(config.folder()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    catalog =
        CatalogUtil.buildIcebergCatalog(
            CatalogConfig.NAME, config.properties(), new Configuration(false));
    ((SupportsNamespaces) catalog).createNamespace(Namespace.of(config.namespace()));
  }

  CatalogConfig config() {
    return config;
  }

  /** An event of a person on a phone in Sweden, received at once, unless said otherwise. */
  static Map<String, Object> event(String type, String receivedAt, String client, Object... more) {
    Map<String, Object> row = new HashMap<>();
    row.put("event_type", type);
    row.put("received_at", Instant.parse(receivedAt));
    row.put("timestamp", Instant.parse(receivedAt));
    row.put("is_late", false);
    row.put("is_bot", false);
    row.put("anonymous_id", client);
    row.put("geo_country", "SE");
    row.put("device_class", "phone");
    row.put("browser_name", "Safari");
    row.put("os_name", "iOS");
    return with(row, more);
  }

  static Map<String, Object> rejected(String reason, String receivedAt) {
    return with(new HashMap<>(), "reason", reason, "received_at", Instant.parse(receivedAt));
  }

  static Map<String, Object> duplicate(String receivedAt) {
    return with(new HashMap<>(), "received_at", Instant.parse(receivedAt));
  }

  static Map<String, Object> session(String id, int revision, String closedAt, double seconds) {
    return with(
        new HashMap<>(),
        "session_id",
        id,
        "revision",
        revision,
        "closed_at",
        Instant.parse(closedAt),
        "duration_seconds",
        seconds,
        "event_count",
        2L);
  }

  private static Map<String, Object> with(Map<String, Object> row, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      row.put((String) more[i], more[i + 1]);
    }
    return row;
  }

  /** Three hours of two clients and a bot, with something of every table. */
  ReportLake fewRows() {
    return this.append(
            "events_page_viewed",
            event("page.viewed", "2026-03-02T10:05:00Z", "a"),
            event("page.viewed", "2026-03-02T10:55:00Z", "b", "is_late", true),
            event("page.viewed", "2026-03-02T12:00:00Z", "c", "is_bot", true))
        .append(
            "events_order_completed",
            event("order.completed", "2026-03-02T12:30:00Z", "a", "geo_country", null))
        .append("dead_letters", rejected("MALFORMED_JSON", "2026-03-02T10:00:00Z"))
        .append("duplicates", duplicate("2026-03-02T12:59:59Z"))
        .append(
            "sessions",
            session("s", 1, "2026-03-02T11:30:00Z", 30),
            session("s", 2, "2026-03-02T13:30:00Z", 90),
            session("t", 1, "2026-03-03T00:10:00Z", 0));
  }

  /** Makes all tables, without rows but for those that are there. */
  ReportLake tables() {
    List.of("events_a", "dead_letters", "duplicates", "sessions").forEach(this::table);
    return this;
  }

  @SafeVarargs
  final ReportLake append(String table, Map<String, Object>... rows) {
    return append(table, Arrays.asList(rows));
  }

  ReportLake append(String name, List<Map<String, Object>> rows) {
    Table table = table(name);
    String path = table.location() + "/data/" + UUID.randomUUID() + ".parquet";
    try {
      FileAppender<StructLike> file =
          Parquet.write(table.io().newOutputFile(path))
              .schema(table.schema())
              .createWriterFunc(type -> InternalWriter.createWriter(table.schema(), type))
              .build();
      try (file) {
        rows.forEach(row -> file.add(record(table.schema(), row)));
      }
      table
          .newAppend()
          .appendFile(
              DataFiles.builder(table.spec())
                  .withPath(path)
                  .withFormat(FileFormat.PARQUET)
                  .withFileSizeInBytes(file.length())
                  .withMetrics(file.metrics())
                  .build())
          .commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static StructLike record(Schema schema, Map<String, Object> row) {
    GenericRecord record = GenericRecord.create(schema);
    for (NestedField field : schema.columns()) {
      Object value = row.get(field.name());
      record.setField(
          field.name(),
          value instanceof Instant time ? (Object) (time.toEpochMilli() * 1000) : value);
    }
    return record;
  }

  private Table table(String name) {
    TableIdentifier id = TableIdentifier.of(config.namespace(), name);
    return catalog.tableExists(id)
        ? catalog.loadTable(id)
        : catalog.createTable(id, schema(name), PartitionSpec.unpartitioned());
  }

  private static Schema schema(String table) {
    return switch (table) {
      case "sessions" ->
          new Schema(
              NestedField.optional(1, "session_id", TEXT),
              NestedField.optional(2, "revision", IntegerType.get()),
              NestedField.optional(3, "closed_at", TIME),
              NestedField.optional(4, "duration_seconds", DoubleType.get()),
              NestedField.optional(5, "event_count", LongType.get()));
      case "dead_letters" ->
          new Schema(
              NestedField.optional(1, "received_at", TIME),
              NestedField.optional(2, "reason", TEXT));
      case "duplicates" -> new Schema(NestedField.optional(1, "received_at", TIME));
      default ->
          new Schema(
              NestedField.optional(1, "received_at", TIME),
              NestedField.optional(2, "event_type", TEXT),
              NestedField.optional(3, "timestamp", TIME),
              NestedField.optional(4, "is_late", BooleanType.get()),
              NestedField.optional(5, "is_bot", BooleanType.get()),
              NestedField.optional(6, "anonymous_id", TEXT),
              NestedField.optional(7, "user_id", TEXT),
              NestedField.optional(8, "geo_country", TEXT),
              NestedField.optional(9, "device_class", TEXT),
              NestedField.optional(10, "browser_name", TEXT),
              NestedField.optional(11, "os_name", TEXT));
    };
  }
}
