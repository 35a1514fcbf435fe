package io.tributary.runners.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** A DuckDB of its own, inside the process, that spills beyond its limit of memory. */
final class Duck implements AutoCloseable {

  /** Takes a row of a result. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes rows in turn. */
  interface RowSink {
    void take(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private String reading = "";

  private Duck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens one.
   *
   * @throws IllegalArgumentException if the limit is no amount of memory
   */
  static Duck open(String memory) {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", memory);
    settings.setProperty("threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
    // A folder of its own, which DuckDB makes when it spills and removes again.
    settings.setProperty(
        "temp_directory",
        Path.of(System.getProperty("java.io.tmpdir"), "tributary-audit-" + UUID.randomUUID())
            .toString());
    settings.setProperty("preserve_insertion_order", "false"); // order would be held in memory
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", "true");
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      }
      return new Duck(connection);
    } catch (SQLException e) {
      throw new IllegalArgumentException("DuckDB does not start: " + message(e), e);
    }
  }

  /** Says what is read from now on, for the message of an error. */
  void reading(String what) {
    reading = what;
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void each(String sql, RowSink sink) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        sink.take(rows);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  <T> List<T> all(String sql, RowReader<T> reader) {
    List<T> found = new ArrayList<>();
    each(sql, row -> found.add(reader.read(row)));
    return found;
  }

  /** The only row of a result. */
  <T> T one(String sql, RowReader<T> reader) {
    return all(sql, reader).get(0);
  }

  private AuditFailed failed(SQLException e) {
    return new AuditFailed(reading + ": " + message(e), e);
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
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close DuckDB", e);
    }
  }
}
