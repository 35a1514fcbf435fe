package io.tributary.runners.compare;

import io.tributary.io.iceberg.TableFiles;
import io.tributary.runners.compare.Shape.Plain;
import io.tributary.runners.duckdb.Sql;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types.NestedField;

/**
 * One table of both warehouses as DuckDB is to read it: the same columns of the same types on
 * either side, null where a side has none.
 */
final class ComparedTable {

  /**
   * Columns that name the run which wrote a row, and so differ between warehouses with the same
   * answer. No table has one today; whoever adds one names it here.
   */
  static final Set<String> OF_THE_RUN = Set.of();

  private static final String TIME_TYPE = "TIMESTAMPTZ";

  private final String name;
  private final TableFiles left;
  private final TableFiles right;
  private final Map<String, Shape> columns = new LinkedHashMap<>();
  private final SchemaDifferences differences;

  /**
   * @param left the left side's table, or null
   * @param right the right side's table, or null; not both
   */
  ComparedTable(TableFiles left, TableFiles right) {
    this.name = left == null ? right.name() : left.name();
    this.left = left;
    this.right = right;
    SchemaDifferences.Builder found = new SchemaDifferences.Builder();
    Map<String, NestedField> leftFields = fields(left == null ? right : left);
    Map<String, NestedField> rightFields = fields(right == null ? left : right);
    leftFields.forEach((column, field) -> add(field, rightFields.get(column), found));
    rightFields.forEach(
        (column, field) -> {
          if (!leftFields.containsKey(column)) {
            add(null, field, found);
          }
        });
    differences = found.build();
  }

  private void add(NestedField left, NestedField right, SchemaDifferences.Builder found) {
    String column = left == null ? right.name() : left.name();
    if (!OF_THE_RUN.contains(column)) {
      columns.put(
          column,
          Shape.of(
              left == null ? null : left.type(),
              right == null ? null : right.type(),
              column,
              found));
    }
  }

  private static Map<String, NestedField> fields(TableFiles table) {
    Map<String, NestedField> fields = new LinkedHashMap<>();
    table.schema().columns().forEach(field -> fields.put(field.name(), field));
    return fields;
  }

  String name() {
    return name;
  }

  SchemaDifferences differences() {
    return differences;
  }

  TableComparison.Sides sides() {
    if (left == null) {
      return TableComparison.Sides.ONLY_RIGHT;
    }
    return right == null ? TableComparison.Sides.ONLY_LEFT : TableComparison.Sides.BOTH;
  }

  /** Rows of both sides together, by the tables' metadata. */
  long rows() {
    return (left == null ? 0 : left.rows()) + (right == null ? 0 : right.rows());
  }

  /** Columns by name. */
  Map<String, Shape> columns() {
    return columns;
  }

  /** The column that a row's day goes by; null where the table has none, so it has no days. */
  String timeColumn() {
    String column = name.equals(TableNames.SESSIONS) ? "closed_at" : "received_at";
    return columns.get(column) instanceof Plain plain && plain.sql().equals(TIME_TYPE)
        ? column
        : null;
  }

  /** An expression for a row's time; null where the table has none. */
  String time() {
    return timeColumn() == null ? "NULL::" + TIME_TYPE : Sql.identifier(timeColumn());
  }

  /** An expression for a row's place in words; null where the table has no such columns. */
  String place() {
    for (List<String> parts :
        List.of(
            List.of("kafka_topic", "kafka_partition", "kafka_offset"),
            List.of("session_id", "revision"))) {
      if (columns.keySet().containsAll(parts)) {
        return parts.stream().map(Sql::identifier).collect(Collectors.joining(" || '/' || "));
      }
    }
    return null;
  }

  /** An expression for 64 bits that equal rows share. */
  String digest() {
    return columns.entrySet().stream()
        .map(column -> column.getValue().digest(Sql.identifier(column.getKey()), 0))
        .collect(Collectors.joining(", ", "hash(", ")"));
  }

  /** A query for the left side's rows of these days. */
  String leftRows(DayRange days) {
    return rows(left, days);
  }

  /** A query for the right side's rows of these days. */
  String rightRows(DayRange days) {
    return rows(right, days);
  }

  private String rows(TableFiles table, DayRange days) {
    if (table == null || table.files().isEmpty()) {
      return columns.entrySet().stream()
          .map(column -> column(null, column.getKey(), column.getValue()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    Map<String, NestedField> fields = fields(table);
    String selected =
        columns.entrySet().stream()
            .map(column -> column(fields.get(column.getKey()), column.getKey(), column.getValue()))
            .collect(Collectors.joining(", "));
    String files =
        table.files().stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    String read =
        columns.entrySet().stream()
            .filter(column -> fields.containsKey(column.getKey()))
            .map(column -> inFiles(fields.get(column.getKey()), column.getKey(), column.getValue()))
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "SELECT "
        + selected
        + " FROM read_parquet("
        + files
        + ", schema = "
        + read
        + ") WHERE "
        + within(days);
  }

  private static String column(NestedField field, String name, Shape shape) {
    String column = Sql.identifier(name);
    return field == null ? "NULL::" + shape.sql() + " AS " + column : column;
  }

  /** Columns are found by field id; files that are older than a column read as null there. */
  private static String inFiles(NestedField field, String name, Shape shape) {
    return field.fieldId()
        + ": {name: "
        + Sql.literal(name)
        + ", type: "
        + Sql.literal(shape.sql())
        + ", default_value: NULL}";
  }

  private String within(DayRange days) {
    if (timeColumn() == null) {
      return "true";
    }
    return (days.from() == null ? "true" : time() + " >= " + Sql.instant(days.fromMillis()))
        + " AND "
        + (days.to() == null ? "true" : time() + " < " + Sql.instant(days.toMillis()));
  }
}
