package io.tributary.io.iceberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Writes rows of one kind into the columns of one Parquet file. */
class RowWriter<R> {

  private final MessageType fileSchema;
  private final Map<Integer, Cell> cells = new HashMap<>();
  private final List<Cell> flatCells = new ArrayList<>();
  private final List<Column<R>> columns;
  private final TreeSet<String> withoutDictionary = new TreeSet<>();
  private final TreeSet<String> withoutStatistics = new TreeSet<>();

  RowWriter(Schema schema, List<Column<R>> columns) {
    this.columns = columns;
    this.fileSchema = ParquetSchemaUtil.convert(schema, "table");
    for (ColumnDescriptor leaf : fileSchema.getColumns()) {
      cells.put(leaf.getPrimitiveType().getId().intValue(), new Cell(leaf));
      String path = String.join(".", leaf.getPath());
      boolean text = leaf.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
      if (text && !path.equals("event_id")) {
        withoutStatistics.add(path);
      } else if (!text && leaf.getPath().length > 1) {
        // A dictionary of numbers saves little behind zstd and costs a look-up per value.
        withoutDictionary.add(path);
      }
    }
    for (Column<R> column : columns) {
      Types.NestedField field = schema.findField(column.name());
      flatCells.add(cells.get(field.fieldId()));
      if (column.unique()) {
        withoutDictionary.add(column.name());
      }
    }
  }

  final MessageType fileSchema() {
    return fileSchema;
  }

  /** Paths of the columns on which a dictionary is wasted. */
  final TreeSet<String> withoutDictionary() {
    return withoutDictionary;
  }

  /**
   * Paths of the columns whose smallest and largest value say nothing: texts, but for ids that
   * rise.
   */
  final TreeSet<String> withoutStatistics() {
    return withoutStatistics;
  }

  final Map<Integer, Cell> cells() {
    return cells;
  }

  /** A new row group begins. */
  final void bind(ColumnWriteStore store) {
    cells.values().forEach(cell -> cell.bind(store));
  }

  void write(R row) {
    for (int i = 0; i < flatCells.size(); i++) {
      columns.get(i).write().accept(row, flatCells.get(i));
    }
  }
}
