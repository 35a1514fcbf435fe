package io.tributary.runners.compare;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.transforms.partition.DayRange;
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
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Two warehouses whose tables a test makes and fills with Iceberg's own writer. */
public final class TwoWarehouses {

  /** One of them. */
  public final class One {
    private final CatalogConfig config;
    private final Catalog catalog;

    private One(Path folder) {
      config = CatalogConfig.embedded(folder);
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      catalog =
          CatalogUtil.buildIcebergCatalog(
              CatalogConfig.NAME, config.properties(), new Configuration(false));
      ((SupportsNamespaces) catalog).createNamespace(Namespace.of(config.namespace()));
    }

    public CatalogConfig config() {
      return config;
    }

    public Path folder() {
      return Path.of(config.folder());
    }

    Table create(String name, NestedField... columns) {
      return catalog.createTable(
          TableIdentifier.of(config.namespace(), name),
          new Schema(columns),
          PartitionSpec.unpartitioned());
    }

    /** A table of event rows: coordinate, time, and these columns. */
    public Table events(NestedField... more) {
      NestedField[] columns = Arrays.copyOf(coordinate(), 4 + more.length);
      System.arraycopy(more, 0, columns, 4, more.length);
      return create("events_a", columns);
    }

    Table sessions() {
      return create(
          "sessions",
          NestedField.required(1, "session_id", Types.StringType.get()),
          NestedField.required(2, "revision", Types.IntegerType.get()),
          NestedField.required(3, "closed_at", Types.TimestampType.withZone()),
          NestedField.required(4, "event_count", Types.LongType.get()));
    }
  }

  final One left;
  final One right;

  public TwoWarehouses(Path folder) {
    left = new One(folder.resolve("left"));
    right = new One(folder.resolve("right"));
  }

  public One left() {
    return left;
  }

  public One right() {
    return right;
  }

  private static NestedField[] coordinate() {
    return new NestedField[] {
      NestedField.required(1, "kafka_topic", Types.StringType.get()),
      NestedField.required(2, "kafka_partition", Types.IntegerType.get()),
      NestedField.required(3, "kafka_offset", Types.LongType.get()),
      NestedField.required(4, "received_at", Types.TimestampType.withZone())
    };
  }

  /** An event row of this offset, received at this instant, and further names and values. */
  public static Map<String, Object> event(long offset, String receivedAt, Object... more) {
    Map<String, Object> row =
        row(
            "kafka_topic",
            "raw",
            "kafka_partition",
            0,
            "kafka_offset",
            offset,
            "received_at",
            micros(receivedAt));
    row.putAll(row(more));
    return row;
  }

  static Map<String, Object> session(String id, int revision, String closedAt, long events) {
    return row(
        "session_id",
        id,
        "revision",
        revision,
        "closed_at",
        micros(closedAt),
        "event_count",
        events);
  }

  static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }

  /** A row or a struct from names and values in turn. */
  static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  /** Appends a file with these rows, given as values by name: maps for structs, lists for lists. */
  @SafeVarargs
  public static void append(Table table, Map<String, Object>... rows) {
    append(table, Arrays.asList(rows));
  }

  static void append(Table table, List<Map<String, Object>> rows) {
    Schema schema = table.schema();
    String path = table.location() + "/data/" + UUID.randomUUID() + ".parquet";
    try {
      FileAppender<StructLike> file =
          Parquet.write(table.io().newOutputFile(path))
              .schema(schema)
              .createWriterFunc(type -> InternalWriter.createWriter(schema, type))
              .build();
      try (file) {
        rows.forEach(row -> file.add((StructLike) value(schema.asStruct(), row)));
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
  }

  private static Object value(Type type, Object value) {
    if (value instanceof Map<?, ?> fields) {
      GenericRecord record = GenericRecord.create((Types.StructType) type);
      for (NestedField field : type.asStructType().fields()) {
        record.setField(field.name(), value(field.type(), fields.get(field.name())));
      }
      return record;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> value(type.asListType().elementType(), item)).toList();
    }
    return value;
  }

  Comparison compare() {
    return compare(Scope.of(DayRange.all()));
  }

  Comparison compare(Scope scope) {
    return Comparison.of(
        Side.complete(left.config), Side.complete(right.config), scope, Comparison.Listener.NONE);
  }

  /** Compared where one side or both have a stream that has come so far; null where not. */
  Comparison compareThrough(String leftThrough, String rightThrough) {
    return Comparison.of(
        side(left, leftThrough),
        side(right, rightThrough),
        Scope.of(DayRange.all()),
        Comparison.Listener.NONE);
  }

  private static Side side(One one, String through) {
    return through == null
        ? Side.complete(one.config)
        : Side.through(one.config, Instant.parse(through).toEpochMilli());
  }
}
