package io.tributary.runners.audit;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.parquet.RawFileWriter;
import io.tributary.runners.audit.Count.State;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
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
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** A raw store and a warehouse of small rows, written by hand, so that a test can break either. */
final class AuditLake {

  static final String TOPIC = "raw";

  private final Path folder;
  private final CatalogConfig config;
  private final Catalog catalog;

  /**
   * A raw record and the row that it ends in.
   *
   * @param more further columns of the row by name
   */
  record Rec(
      int partition,
      long offset,
      Instant at,
      State state,
      String type,
      String reason,
      Map<String, Object> more) {

    static Rec loaded(int partition, long offset, Instant at, String type) {
      return new Rec(partition, offset, at, State.LOADED, type, null, Map.of());
    }

    Rec with(String column, Object value) {
      Map<String, Object> changed = new HashMap<>(more);
      changed.put(column, value);
      return new Rec(partition, offset, at, state, type, reason, changed);
    }

    Rec at(Instant time) {
      return new Rec(partition, offset, time, state, type, reason, more);
    }

    Rec at(long otherOffset) {
      return new Rec(partition, otherOffset, at, state, type, reason, more);
    }

    Rec dead(String why, String unknownType) {
      return new Rec(partition, offset, at, State.DEAD_LETTER, unknownType, why, more);
    }

    Rec duplicate() {
      return new Rec(partition, offset, at, State.DUPLICATE, type, null, more);
    }

    String table() {
      return switch (state) {
        case LOADED -> "events_" + type.replace('.', '_');
        case DEAD_LETTER -> "dead_letters";
        case DUPLICATE -> "duplicates";
      };
    }

    LocalDate day() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  AuditLake(Path folder) {
    this.folder = folder;
    this.config = CatalogConfig.embedded(folder.resolve("warehouse"));
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

  Path raw() {
    return folder.resolve("raw");
  }

  CatalogConfig config() {
    return config;
  }

  AuditScope scope() {
    return AuditScope.of(raw(), config);
  }

  /** Writes raw records, a file for each day, and their rows. */
  AuditLake write(List<Rec> records) {
    return raw(records).rows(records);
  }

  AuditLake raw(List<Rec> records) {
    Map<LocalDate, List<Rec>> byDay =
        records.stream()
            .collect(Collectors.groupingBy(Rec::day, TreeMap::new, Collectors.toList()));
    byDay.forEach((day, of) -> rawFile(day, "part-" + UUID.randomUUID(), of));
    return this;
  }

  void rawFile(LocalDate day, String name, List<Rec> records) {
    Path file = raw().resolve("received_date=" + day).resolve(name + ".parquet");
    try (RawFileWriter writer = RawFileWriter.create(file)) {
      for (Rec each : records) {
        writer.write(
            new RawRecord(
                new Coordinate(TOPIC, each.partition, each.offset),
                each.at.toEpochMilli(),
                null,
                List.of(),
                payload(each)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] payload(Rec each) {
    return each.more.get("payload") instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : new byte[] {1};
  }

  AuditLake rows(List<Rec> records) {
    Map<String, List<Rec>> byTable =
        records.stream()
            .collect(Collectors.groupingBy(Rec::table, TreeMap::new, Collectors.toList()));
    byTable.forEach((table, of) -> append(table(table), of.stream().map(this::row).toList()));
    return this;
  }

  private Map<String, Object> row(Rec each) {
    Map<String, Object> row = new HashMap<>();
    row.put("kafka_topic", TOPIC);
    row.put("kafka_partition", each.partition);
    row.put("kafka_offset", each.offset);
    row.put("received_at", each.at);
    row.put("event_type", each.type);
    row.put("reason", each.reason);
    row.put("timestamp", each.at);
    row.put("original_timestamp", each.at);
    row.put("is_late", false);
    row.put("is_bot", false);
    row.put("device_class", "phone");
    row.put("geo_country", "SE");
    row.put("profile_version", each.at.minusSeconds(3600));
    row.put("geo_db_build", Instant.parse("2026-03-01T00:00:00Z"));
    row.putAll(each.more);
    row.computeIfPresent(
        "payload",
        (name, text) -> ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    return row;
  }

  /** A row of sessions. */
  record Session(String id, String client, int revision, Instant closedAt, long events) {}

  void sessions(Session... sessions) {
    sessions(List.of(sessions));
  }

  void sessions(List<Session> sessions) {
    append(
        table("sessions"),
        sessions.stream()
            .map(
                each ->
                    Map.<String, Object>of(
                        "session_id", each.id,
                        "client_key", each.client,
                        "revision", each.revision,
                        "closed_at", each.closedAt,
                        "event_count", each.events))
            .toList());
  }

  /** A table, made where it is not there. */
  Table table(String name) {
    TableIdentifier id = TableIdentifier.of(config.namespace(), name);
    return catalog.tableExists(id)
        ? catalog.loadTable(id)
        : catalog.createTable(id, schema(name), PartitionSpec.unpartitioned());
  }

  private static Schema schema(String table) {
    TimestampType time = TimestampType.withZone();
    Stream<NestedField> columns =
        table.equals("sessions")
            ? Stream.of(
                NestedField.optional(1, "session_id", StringType.get()),
                NestedField.optional(2, "client_key", StringType.get()),
                NestedField.optional(3, "revision", IntegerType.get()),
                NestedField.optional(4, "closed_at", time),
                NestedField.optional(5, "event_count", LongType.get()))
            : Stream.of(
                NestedField.optional(1, "kafka_topic", StringType.get()),
                NestedField.optional(2, "kafka_partition", IntegerType.get()),
                NestedField.optional(3, "kafka_offset", LongType.get()),
                NestedField.optional(4, "received_at", time),
                NestedField.optional(5, "event_type", StringType.get()),
                NestedField.optional(6, "reason", StringType.get()),
                NestedField.optional(7, "timestamp", time),
                NestedField.optional(8, "original_timestamp", time),
                NestedField.optional(9, "sent_at", time),
                NestedField.optional(10, "is_late", BooleanType.get()),
                NestedField.optional(11, "is_bot", BooleanType.get()),
                NestedField.optional(12, "device_class", StringType.get()),
                NestedField.optional(13, "geo_country", StringType.get()),
                NestedField.optional(14, "profile_version", time),
                NestedField.optional(15, "geo_db_build", time),
                NestedField.optional(16, "session_id", StringType.get()),
                NestedField.optional(17, "payload", BinaryType.get()));
    return new Schema(columns.toList());
  }

  private static void append(Table table, List<Map<String, Object>> rows) {
    table.newAppend().appendFile(file(table, rows)).commit();
  }

  private static DataFile file(Table table, List<Map<String, Object>> rows) {
    Schema schema = table.schema();
    String path = table.location() + "/data/" + UUID.randomUUID() + ".parquet";
    try {
      FileAppender<StructLike> file =
          Parquet.write(table.io().newOutputFile(path))
              .schema(schema)
              .createWriterFunc(type -> InternalWriter.createWriter(schema, type))
              .build();
      try (file) {
        rows.forEach(row -> file.add(record(schema, row)));
      }
      return DataFiles.builder(table.spec())
          .withPath(path)
          .withFormat(FileFormat.PARQUET)
          .withFileSizeInBytes(file.length())
          .withMetrics(file.metrics())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Puts these rows in place of all that a table has. */
  void rewrite(String name, List<Rec> records) {
    Table table = table(name);
    var overwrite = table.newOverwrite();
    table.currentSnapshot().addedDataFiles(table.io()).forEach(overwrite::deleteFile);
    overwrite.addFile(file(table, records.stream().map(this::row).toList())).commit();
  }

  /** The raw files. */
  List<Path> rawFiles() throws IOException {
    try (Stream<Path> files = Files.walk(raw())) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList());
    }
  }
}
