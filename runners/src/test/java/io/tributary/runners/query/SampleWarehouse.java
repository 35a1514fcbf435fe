package io.tributary.runners.query;

import io.tributary.io.iceberg.CatalogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** A warehouse whose tables a test makes and fills with Iceberg's own writer. */
final class SampleWarehouse {

  private final CatalogConfig config;
  private final Catalog catalog;
  private final Namespace namespace;

  private SampleWarehouse(CatalogConfig config) {
    this.config = config;
    this.catalog =
        CatalogUtil.buildIcebergCatalog(
            CatalogConfig.NAME, config.properties(), new Configuration(false));
    this.namespace = Namespace.of(config.namespace());
  }

  static SampleWarehouse in(Path folder) {
    return in(CatalogConfig.embedded(folder));
  }

  static SampleWarehouse in(CatalogConfig config) {
    try {
      Files.createDirectories(Path.of(config.folder()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SampleWarehouse warehouse = new SampleWarehouse(config);
    ((SupportsNamespaces) warehouse.catalog).createNamespace(warehouse.namespace);
    return warehouse;
  }

  CatalogConfig config() {
    return config;
  }

  Table create(String name, NestedField... columns) {
    return catalog.createTable(
        TableIdentifier.of(namespace, name), new Schema(columns), PartitionSpec.unpartitioned());
  }

  /** Appends a file with these rows, given as values by name: maps for structs, lists for lists. */
  @SafeVarargs
  static void append(Table table, Map<String, Object>... rows) {
    Schema schema = table.schema();
    String path = table.location() + "/data/" + UUID.randomUUID() + ".parquet";
    OutputFile output = table.io().newOutputFile(path);
    FileAppender<StructLike> file;
    try {
      file =
          Parquet.write(output)
              .schema(schema)
              .createWriterFunc(type -> InternalWriter.createWriter(schema, type))
              .build();
      try (file) {
        Arrays.stream(rows).forEach(row -> file.add((StructLike) value(schema.asStruct(), row)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
  }

  private static Object value(Type type, Object value) {
    if (value instanceof Map<?, ?> fields) {
      GenericRecord record = GenericRecord.create((Types.StructType) type);
      for (NestedField field : type.asStructType().fields()) {
        record.setField(field.name(), value(field.type(), fields.get(field.name())));
      }
      if (!record.struct().fields().stream()
          .map(NestedField::name)
          .toList()
          .containsAll(fields.keySet())) {
        throw new IllegalArgumentException("No such columns: " + fields.keySet());
      }
      return record;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> value(type.asListType().elementType(), item)).toList();
    }
    return value;
  }

  /** A row or a struct from names and values in turn. */
  static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  /** The table again, with what other code has committed. */
  Table load(String name) {
    return catalog.loadTable(TableIdentifier.of(namespace, name));
  }
}
