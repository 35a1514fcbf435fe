package io.tributary.runners.compare;

import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.runners.duckdb.DuckDb;
import io.tributary.runners.duckdb.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Compares table after table in a DuckDB of its own. */
final class TableComparer implements AutoCloseable {

  private final Connection duckdb;
  private final Side left;
  private final Side right;
  private final Scope scope;

  private TableComparer(Connection duckdb, Side left, Side right, Scope scope) {
    this.duckdb = duckdb;
    this.left = left;
    this.right = right;
    this.scope = scope;
  }

  /**
   * @throws IllegalArgumentException if the limit is no amount of memory
   */
  static TableComparer open(Side left, Side right, Scope scope) {
    // order would be held in memory
    Connection duckdb =
        DuckDb.open("compare", scope.memory(), Map.of("preserve_insertion_order", "false"));
    return new TableComparer(duckdb, left, right, scope);
  }

  TableComparison compare(ComparedTable table) {
    try {
      run(duckdb, "CREATE OR REPLACE TEMP VIEW lefts AS " + table.leftRows(scope.days()));
      run(duckdb, "CREATE OR REPLACE TEMP VIEW rights AS " + table.rightRows(scope.days()));
      run(duckdb, "CREATE OR REPLACE TEMP TABLE unequal AS " + unequal(table));
      long onlyLeft = sum("only_left", "NOT waits");
      long onlyRight = sum("only_right", "NOT waits");
      List<RowDifference> examples =
          onlyLeft + onlyRight == 0 || scope.examples() == 0 || table.place() == null
              ? List.of()
              : new Examples(duckdb, table).find(scope.examples(), scope.values());
      return new TableComparison(
          table.name(),
          table.sides(),
          number("SELECT count(*) FROM lefts"),
          number("SELECT count(*) FROM rights"),
          onlyLeft,
          onlyRight,
          sum("only_left", "waits"),
          sum("only_right", "waits"),
          table.sides() == TableComparison.Sides.BOTH
              ? table.differences()
              : SchemaDifferences.none(),
          examples);
    } catch (SQLException e) {
      throw new ComparisonFailed("Table " + table.name() + ": " + DuckDb.message(e), e);
    }
  }

  /**
   * The hashes that one side has more often than the other. All columns have a fixed width, which
   * is what DuckDB can group on disk.
   */
  private String unequal(ComparedTable table) {
    String hashed =
        "SELECT "
            + table.time()
            + " AS moment, "
            + table.digest()
            + " AS digest, %d AS side FROM %s";
    return "SELECT digest, moment, greatest(n, 0) AS only_left, greatest(-n, 0) AS only_right, n >"
        + " 0 AND "
        + beyond(right.committedThrough())
        + " OR n < 0 AND "
        + beyond(left.committedThrough())
        + " AS waits FROM (SELECT digest, moment, count(*) FILTER (side = 1)"
        + " - count(*) FILTER (side = 2) AS n FROM ("
        + String.format(hashed, 1, "lefts")
        + " UNION ALL "
        + String.format(hashed, 2, "rights")
        + ") GROUP BY digest, moment) WHERE n <> 0";
  }

  /** Whether a row is of a time that a side has not come to. */
  private static String beyond(OptionalLong committedThrough) {
    if (committedThrough.isEmpty() || committedThrough.getAsLong() == Long.MAX_VALUE) {
      return "false";
    }
    return committedThrough.getAsLong() == Long.MIN_VALUE
        ? "moment IS NOT NULL"
        : "coalesce(moment >= " + Sql.instant(committedThrough.getAsLong()) + ", false)";
  }

  private long sum(String column, String where) throws SQLException {
    return number("SELECT coalesce(sum(" + column + "), 0) FROM unequal WHERE " + where);
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void run(Connection duckdb, String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      duckdb.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close DuckDB", e);
    }
  }
}
