package io.tributary.io.iceberg;

import io.tributary.schemas.table.ColumnType;
import io.tributary.schemas.table.ListType;
import io.tributary.schemas.table.Scalar;
import io.tributary.schemas.table.StructType;
import io.tributary.schemas.table.TableNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** The Iceberg schemas that the tables should have. Field ids are those of a table not yet made. */
final class TableSchemas {

  /** Marks a text column that holds JSON. */
  static final String JSON_DOC = "JSON text";

  private int nextId = 1;

  private TableSchemas() {}

  /** The schema of an event table. */
  static Schema ofEvents(StructType properties) {
    TableSchemas ids = new TableSchemas();
    List<NestedField> fields = ids.flat(EventColumns.flat(0));
    fields.add(ids.field(EventColumns.CONTEXT, EventColumns.CONTEXT_TYPE));
    if (!properties.isEmpty()) {
      fields.add(ids.field(EventColumns.PROPERTIES, properties));
    }
    fields.add(ids.field(EventColumns.CONTEXT_OTHER, Scalar.JSON));
    fields.add(ids.field(EventColumns.PROPERTIES_OTHER, Scalar.JSON));
    return new Schema(fields);
  }

  /** The schema of one of the tables beside the events. */
  static Schema of(String table) {
    TableSchemas ids = new TableSchemas();
    return switch (table) {
      case TableNames.DEAD_LETTERS -> ids.deadLetters();
      case TableNames.DUPLICATES -> new Schema(ids.flat(OtherColumns.DUPLICATES));
      case TableNames.SESSIONS -> new Schema(ids.flat(OtherColumns.SESSIONS));
      default -> throw new IllegalArgumentException("No table beside the events is named " + table);
    };
  }

  private Schema deadLetters() {
    List<NestedField> fields = flat(OtherColumns.DEAD_LETTERS);
    int id = nextId++;
    Types.StructType pair =
        Types.StructType.of(
            NestedField.required(nextId++, "name", Types.StringType.get()),
            NestedField.optional(nextId++, "value", Types.BinaryType.get()));
    fields.add(
        NestedField.optional(
            id, DeadLetterWriter.HEADERS, Types.ListType.ofOptional(nextId++, pair)));
    return new Schema(fields);
  }

  /** The column by whose day a table is partitioned. */
  static String partitionColumn(String table) {
    return table.equals(TableNames.SESSIONS) ? "closed_at" : "received_at";
  }

  static PartitionSpec spec(String table, Schema schema) {
    return PartitionSpec.builderFor(schema).day(partitionColumn(table)).build();
  }

  private <R> List<NestedField> flat(List<Column<R>> columns) {
    List<NestedField> fields = new ArrayList<>();
    for (Column<R> column : columns) {
      fields.add(
          NestedField.from(NestedField.optional(nextId++, column.name(), column.type()))
              .isOptional(!column.required())
              .build());
    }
    return fields;
  }

  private NestedField field(String name, ColumnType type) {
    int id = nextId++;
    return NestedField.optional(id, name, typeOf(type), type == Scalar.JSON ? JSON_DOC : null);
  }

  private Type typeOf(ColumnType type) {
    if (type instanceof StructType struct) {
      List<NestedField> fields = new ArrayList<>();
      for (StructType.Field field : struct.fields()) {
        fields.add(field(field.name(), field.type()));
      }
      return Types.StructType.of(fields);
    }
    if (type instanceof ListType list) {
      int id = nextId++;
      return Types.ListType.ofOptional(id, typeOf(list.element()));
    }
    return switch ((Scalar) type) {
      case STRING, JSON -> Types.StringType.get();
      case LONG -> Types.LongType.get();
      case DOUBLE -> Types.DoubleType.get();
      case BOOLEAN -> Types.BooleanType.get();
    };
  }
}
