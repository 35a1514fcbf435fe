package io.tributary.runners.query;

import static io.tributary.runners.duckdb.Sql.identifier;
import static io.tributary.runners.duckdb.Sql.literal;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.TableFiles;
import io.tributary.runners.duckdb.Sql;
import io.tributary.schemas.table.TableNames;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Tables as DuckDB's views. Columns are found by field id and cast to the table's current type, so
 * files written before a column or a nested field was added read as null there.
 */
final class ViewSql {

  private ViewSql() {}

  /** The latest revision of each session. */
  static final String SESSIONS_CURRENT =
      "CREATE OR REPLACE VIEW "
          + TableNames.SESSIONS_CURRENT
          + " AS SELECT * FROM "
          + TableNames.SESSIONS
          + " QUALIFY row_number() OVER (PARTITION BY session_id ORDER BY revision DESC) = 1";

  /**
   * The view of a table.
   *
   * @throws InvalidWarehouse if a column has a type that DuckDB has not
   */
  static String of(TableFiles table) {
    try {
      return "CREATE OR REPLACE VIEW "
          + identifier(table.name())
          + " AS "
          + (table.files().isEmpty() ? empty(table) : select(table));
    } catch (UnsupportedOperationException e) {
      throw new InvalidWarehouse(
          "Table "
              + table.name()
              + " cannot be queried here ("
              + e.getMessage()
              + "); ask another engine that reads the catalog",
          e);
    }
  }

  private static String select(TableFiles table) {
    String columns =
        table.schema().columns().stream()
            .map(
                column ->
                    ColumnSql.renamed(identifier(column.name()), column.type())
                        + " AS "
                        + identifier(column.name()))
            .collect(Collectors.joining(", "));
    String files =
        table.files().stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    String schema =
        table.schema().columns().stream()
            .map(ViewSql::columnInFiles)
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "SELECT " + columns + " FROM read_parquet(" + files + ", schema = " + schema + ")";
  }

  private static String columnInFiles(NestedField column) {
    return column.fieldId()
        + ": {name: "
        + literal(column.name())
        + ", type: "
        + literal(ColumnSql.typeInFiles(column.type()))
        + ", default_value: NULL}";
  }

  private static String empty(TableFiles table) {
    return table.schema().columns().stream()
        .map(
            column -> "NULL::" + ColumnSql.type(column.type()) + " AS " + identifier(column.name()))
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  /**
   * Views that hold the place of tables which no SQL has named yet: listed, but not read, since
   * hundreds of tables must not be opened to query one. Who reaches such a view all the same gets
   * an error and not an empty answer.
   */
  static String unread(List<String> names) {
    return names.stream()
        .map(
            name ->
                "CREATE OR REPLACE VIEW "
                    + identifier(name)
                    + " AS SELECT NULL AS unread WHERE error("
                    + literal("Write the name of " + name + " out in the SQL to query it")
                    + ") IS NULL;")
        .collect(Collectors.joining());
  }
}
