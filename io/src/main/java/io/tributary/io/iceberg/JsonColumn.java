package io.tributary.io.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.schemas.table.ColumnType;
import io.tributary.schemas.table.ListType;
import io.tributary.schemas.table.Scalar;
import io.tributary.schemas.table.StructType;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * A nested column that takes JSON values. Levels are Dremel's, as Parquet has them: every node is
 * optional, so it is one definition level deeper than what it stands in; a list is one more.
 */
abstract class JsonColumn {

  /** Definition level of a value here that is not null. */
  final int present;

  JsonColumn(int present) {
    this.present = present;
  }

  /** Writes a value that fits this column and is not null. */
  abstract void write(JsonNode value, int repetition);

  /** Writes that there is nothing; {@code definition} says how much of the path there is. */
  abstract void empty(int repetition, int definition);

  /** Writes a value, or that there is none. */
  final void writeOrEmpty(JsonNode value, ColumnType type, int repetition, int definition) {
    if (value == null || value.isNull() || !JsonNodes.fits(value, type)) {
      empty(repetition, definition);
    } else {
      write(value, repetition);
    }
  }

  /**
   * @param column what the table has
   * @param type what the event's schema version knows of it, or null where it knows nothing
   * @param cells leaf columns by their field id
   * @param outer definition level of what this stands in
   * @param repeated repetition level of what this stands in
   */
  static JsonColumn of(
      Types.NestedField column,
      ColumnType type,
      Map<Integer, Cell> cells,
      int outer,
      int repeated) {
    Type stored = column.type();
    if (stored.isStructType()) {
      return new Struct(stored.asStructType(), (StructType) type, cells, outer + 1, repeated);
    }
    if (stored.isListType()) {
      Types.NestedField element = stored.asListType().fields().get(0);
      ColumnType elementType = type == null ? null : ((ListType) type).element();
      return new Items(
          of(element, elementType, cells, outer + 2, repeated + 1),
          elementType,
          outer + 1,
          repeated + 1);
    }
    return new Leaf(cells.get(column.fieldId()), (Scalar) type, outer + 1);
  }

  private static final class Leaf extends JsonColumn {
    private final Cell cell;
    private final Scalar type;

    Leaf(Cell cell, Scalar type, int present) {
      super(present);
      this.cell = cell;
      this.type = type;
    }

    @Override
    void write(JsonNode value, int repetition) {
      switch (type) {
        case STRING -> cell.text(value.textValue(), repetition);
        case LONG -> cell.number(value.longValue(), repetition);
        case DOUBLE -> cell.real(value.doubleValue(), repetition);
        case BOOLEAN -> cell.flag(value.booleanValue(), repetition);
        case JSON -> cell.text(value.toString(), repetition);
      }
    }

    @Override
    void empty(int repetition, int definition) {
      cell.empty(repetition, definition);
    }
  }

  private static final class Items extends JsonColumn {
    private final JsonColumn element;
    private final ColumnType type;
    private final int repeated;

    Items(JsonColumn element, ColumnType type, int present, int repeated) {
      super(present);
      this.element = element;
      this.type = type;
      this.repeated = repeated;
    }

    @Override
    void write(JsonNode array, int repetition) {
      if (array.isEmpty()) {
        element.empty(repetition, present);
      }
      for (int i = 0; i < array.size(); i++) {
        element.writeOrEmpty(array.get(i), type, i == 0 ? repetition : repeated, present + 1);
      }
    }

    @Override
    void empty(int repetition, int definition) {
      element.empty(repetition, definition);
    }
  }

  /** An object's members; those that the version does not know stay empty. */
  static final class Struct extends JsonColumn {
    private final JsonColumn[] columns;
    private final StructType.Field[] fields;

    Struct(
        Types.StructType stored,
        StructType type,
        Map<Integer, Cell> cells,
        int present,
        int repeated) {
      super(present);
      int size = stored.fields().size();
      columns = new JsonColumn[size];
      fields = new StructType.Field[size];
      for (int i = 0; i < size; i++) {
        Types.NestedField column = stored.fields().get(i);
        fields[i] = type == null ? null : type.field(column.name());
        columns[i] =
            of(column, fields[i] == null ? null : fields[i].type(), cells, present, repeated);
      }
    }

    @Override
    void write(JsonNode object, int repetition) {
      for (int i = 0; i < columns.length; i++) {
        StructType.Field field = fields[i];
        if (field == null) {
          columns[i].empty(repetition, present);
        } else {
          columns[i].writeOrEmpty(object.get(field.name()), field.type(), repetition, present);
        }
      }
    }

    @Override
    void empty(int repetition, int definition) {
      for (JsonColumn column : columns) {
        column.empty(repetition, definition);
      }
    }
  }
}
