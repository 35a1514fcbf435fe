package io.tributary.runners.audit;

import io.tributary.runners.duckdb.DuckDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    // order would be held in memory
    return new Duck(
        DuckDb.open(
            "audit",
            memory,
            Map.of("preserve_insertion_order", "false", "jdbc_stream_results", "true")));
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
    return new AuditFailed(reading + ": " + DuckDb.message(e), e);
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
