package io.tributary.runners.query;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.runners.duckdb.DuckDb;
import io.tributary.schemas.table.TableNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * SQL over a warehouse: DuckDB inside the process, where every table is a view of its name over the
 * files of its current snapshot, and {@code sessions_current} holds the latest revision of each
 * session. A table's snapshot is chosen when the SQL first names it. Nothing is written to the
 * warehouse.
 */
public final class Queries implements AutoCloseable {

  /** What DuckDB may hold in memory before it spills to the folder for temporary files. */
  public static final String DEFAULT_MEMORY = "1GB";

  private static final ResultWriter.Layout LAYOUT = new ResultWriter.Layout(1000, 120);

  /** Ways to ask for tables without naming them in the SQL. */
  private static final Pattern ANY_TABLE =
      Pattern.compile(
          "information_schema|duckdb_|pragma|pg_|sqlite_|query_table|\\bquery\\s*\\("
              + "|\\bshow\\s+all\\b|\\bdescribe\\s*(;|$)");

  private final WarehouseTables warehouse;
  private final Connection connection;
  private final Set<String> unread = new HashSet<>();

  private Queries(WarehouseTables warehouse, Connection connection) {
    this.warehouse = warehouse;
    this.connection = connection;
    unread.addAll(warehouse.names());
  }

  /**
   * Opens a warehouse.
   *
   * @throws InvalidWarehouse if there is none
   */
  public static Queries open(CatalogConfig config) {
    return open(config, DEFAULT_MEMORY);
  }

  /**
   * Opens a warehouse.
   *
   * @param memory DuckDB's limit, such as {@code 4GB}
   * @throws InvalidWarehouse if there is none
   * @throws IllegalArgumentException if the limit is no amount of memory
   */
  public static Queries open(CatalogConfig config, String memory) {
    WarehouseTables warehouse = WarehouseTables.open(config);
    Connection connection;
    try {
      connection = connect(memory, ViewSql.unread(viewsOf(warehouse)));
    } catch (SQLException e) {
      warehouse.close();
      throw new IllegalArgumentException("DuckDB does not start: " + message(e), e);
    } catch (IllegalArgumentException e) {
      warehouse.close();
      throw e;
    }
    return new Queries(warehouse, connection);
  }

  private static Connection connect(String memory, String views) throws SQLException {
    Connection connection = DuckDb.open("query", memory, Map.of("jdbc_stream_results", "true"));
    if (!views.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(views);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /** The names of all views, sorted. */
  public List<String> tables() {
    return viewsOf(warehouse);
  }

  private static List<String> viewsOf(WarehouseTables warehouse) {
    Set<String> names = new TreeSet<>(warehouse.names());
    if (names.contains(TableNames.SESSIONS)) {
      names.add(TableNames.SESSIONS_CURRENT);
    }
    return List.copyOf(names);
  }

  /**
   * Runs the statements and returns their results as aligned text.
   *
   * @throws QueryFailed if DuckDB cannot run one
   */
  public String text(String sql) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    run(sql, ResultWriter.of(Format.TABLE, out, LAYOUT));
    out.flush();
    return text.toString();
  }

  /** Makes a value of the row that a result stands at. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * The rows of a SELECT, each made into a value.
   *
   * @throws QueryFailed if DuckDB cannot run it
   */
  public <T> List<T> rows(String sql, RowReader<T> reader) {
    List<T> rows = new ArrayList<>();
    run(
        sql,
        result -> {
          while (result.next()) {
            rows.add(reader.read(result));
          }
        });
    return rows;
  }

  void run(String sql, ResultWriter writer) {
    try {
      readTables(sql);
      for (String text : SqlScript.statements(sql)) {
        try (Statement statement = connection.createStatement()) {
          if (statement.execute(text)) {
            try (ResultSet rows = statement.getResultSet()) {
              writer.write(rows);
            }
          } else {
            int written = statement.getUpdateCount(); // told only once
            if (written >= 0) {
              writer.wrote(written);
            }
          }
        }
      }
    } catch (SQLException e) {
      throw new QueryFailed(message(e), e);
    }
  }

  private void readTables(String sql) throws SQLException {
    String lower = sql.toLowerCase(Locale.ROOT);
    boolean wantsAll = ANY_TABLE.matcher(lower).find();
    List<String> wanted =
        unread.stream()
            .filter(name -> wantsAll || lower.contains(name.toLowerCase(Locale.ROOT)))
            .sorted()
            .toList();
    try (Statement statement = connection.createStatement()) {
      for (String name : wanted) {
        statement.execute(ViewSql.of(warehouse.table(name)));
        if (name.equals(TableNames.SESSIONS)) {
          statement.execute(ViewSql.SESSIONS_CURRENT);
        }
        unread.remove(name);
      }
    }
  }

  /** DuckDB's words without the empty lines between them. */
  private static String message(SQLException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\n\\s*\\n", "\n");
  }

  @Override
  public void close() {
    try (warehouse) {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close DuckDB", e);
    }
  }
}
