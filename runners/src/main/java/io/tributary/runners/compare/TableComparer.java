package io.tributary.runners.compare;

import io.tributary.runners.compare.TableComparison.RowDifference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.UUID;

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
    Properties settings = new Properties();
    settings.setProperty("memory_limit", scope.memory());
    settings.setProperty("threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
    // A folder of its own, which DuckDB makes when it spills and removes again.
    settings.setProperty(
        "temp_directory",
        Path.of(System.getProperty("java.io.tmpdir"), "tributary-compare-" + UUID.randomUUID())
            .toString());
    settings.setProperty("preserve_insertion_order", "false"); // order would be held in memory
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      Connection duckdb = DriverManager.getConnection("jdbc:duckdb:", settings);
      run(duckdb, "SET TimeZone = 'UTC'");
      return new TableComparer(duckdb, left, right, scope);
    } catch (SQLException e) {
      throw new IllegalArgumentException("DuckDB does not start: " + message(e), e);
    }
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
      throw new ComparisonFailed("Table " + table.name() + ": " + message(e), e);
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
        : "coalesce(moment >= " + ComparedTable.instant(committedThrough.getAsLong()) + ", false)";
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

  /** DuckDB's words in one line. */
  private static String message(SQLException e) {
    String message = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    return message.startsWith("Out of Memory")
        ? message + "; give --memory more than it has"
        : message;
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
