package io.tributary.runners;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.TableFiles;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The rows of warehouses side by side, each in a schema of its own, read by DuckDB: by code that
 * has nothing to do with what wrote them.
 */
public final class Lake implements AutoCloseable {

  private record Attached(SortedMap<String, Long> rows, Map<String, String> columns) {}

  private final Connection duckdb;
  private final Map<String, Attached> attached = new HashMap<>();

  private Lake(Connection duckdb) {
    this.duckdb = duckdb;
  }

  public static Lake open() {
    try {
      Lake lake = new Lake(DriverManager.getConnection("jdbc:duckdb:"));
      lake.run("SET TimeZone = 'UTC'; SET memory_limit = '400MB'; SET threads = 2");
      return lake;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shows the tables as they are now; they stay so here when the warehouse moves on. */
  public Lake attach(String name, Path warehouse) {
    SortedMap<String, Long> rows = new TreeMap<>();
    Map<String, String> columns = new HashMap<>();
    run("DROP SCHEMA IF EXISTS " + name + " CASCADE; CREATE SCHEMA " + name);
    try (WarehouseTables tables = WarehouseTables.open(CatalogConfig.embedded(warehouse))) {
      for (TableFiles table : tables.tables()) {
        if (!table.files().isEmpty()) {
          rows.put(table.name(), table.rows());
          columns.put(
              table.name(),
              table.schema().columns().stream()
                  .map(NestedField::name)
                  .map(column -> '"' + column + '"')
                  .collect(Collectors.joining(", ")));
          run(
              "CREATE VIEW "
                  + name
                  + "."
                  + table.name()
                  + " AS SELECT * FROM read_parquet(["
                  + table.files().stream()
                      .map(file -> "'" + file + "'")
                      .collect(Collectors.joining(", "))
                  + "], union_by_name = true)");
        }
      }
    }
    attached.put(name, new Attached(rows, columns));
    return this;
  }

  /** Rows by table as the tables' metadata has them, tables without any left out. */
  public SortedMap<String, Long> rows(String name) {
    return attached.get(name).rows();
  }

  /** The names of a warehouse's event tables. */
  public List<String> eventTables(String name) {
    return rows(name).keySet().stream().filter(table -> table.startsWith("events_")).toList();
  }

  /** These columns of all event tables. */
  public String allEvents(String name, String columns) {
    return eventTables(name).stream()
        .map(table -> "SELECT " + columns + " FROM " + name + "." + table)
        .collect(Collectors.joining(" UNION ALL ", "(", ")"));
  }

  /** Which tables differ in any column of any row, and by how many rows; empty where none does. */
  public List<String> differences(String left, String right) {
    return differences(left, right, DayRange.all());
  }

  /** The same for rows of these days. */
  public List<String> differences(String left, String right, DayRange days) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> tables = new TreeSet<>(rows(left).keySet());
    tables.addAll(rows(right).keySet());
    for (String table : tables) {
      long onlyLeft = onlyIn(left, right, table, days);
      long onlyRight = onlyIn(right, left, table, days);
      if (onlyLeft + onlyRight > 0) {
        differences.add(
            table
                + ": "
                + onlyLeft
                + " rows only in "
                + left
                + ", "
                + onlyRight
                + " only in "
                + right);
      }
    }
    return differences;
  }

  private long onlyIn(String one, String other, String table, DayRange days) {
    if (!rows(one).containsKey(table)) {
      return 0;
    }
    String sql = rowsOf(one, table, days);
    if (rows(other).containsKey(table)) {
      sql += " EXCEPT ALL " + rowsOf(other, table, days);
    }
    return count(sql);
  }

  private String rowsOf(String name, String table, DayRange days) {
    return "(SELECT "
        + attached.get(name).columns().get(table)
        + " FROM "
        + name
        + "."
        + table
        + " WHERE "
        + filter(table, days)
        + ")";
  }

  private static String filter(String table, DayRange days) {
    String column = table.equals("sessions") ? "closed_at" : "received_at";
    return (days.from() == null
            ? "true"
            : column + " >= TIMESTAMPTZ '" + days.from() + " 00:00:00Z'")
        + " AND "
        + (days.to() == null ? "true" : column + " < TIMESTAMPTZ '" + days.to() + " 00:00:00Z'");
  }

  /** What the rows of each table hash to: equal where the rows are, in whatever order. */
  public SortedMap<String, String> fingerprints(String name) {
    SortedMap<String, String> fingerprints = new TreeMap<>();
    for (String table : rows(name).keySet()) {
      fingerprints.put(
          table,
          ask("SELECT count(*), sum(hash(x)) FROM " + rowsOf(name, table, DayRange.all()) + " x")
              .get(0));
    }
    return fingerprints;
  }

  /** How many rows the query has. */
  public long count(String sql) {
    return Long.parseLong(ask("SELECT count(*) FROM (" + sql + ")").get(0));
  }

  /** Rows with cells parted by bars. */
  public List<String> ask(String sql) {
    List<String> lines = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          cells.add(found.getString(column));
        }
        lines.add(String.join("|", cells));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Statements without a result. */
  public void run(String sql) {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      duckdb.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
