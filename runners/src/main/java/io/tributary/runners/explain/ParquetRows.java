package io.tributary.runners.explain;

import io.tributary.runners.duckdb.DuckDb;
import io.tributary.runners.duckdb.Sql;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of Parquet files, as DuckDB inside this process finds them. */
final class ParquetRows implements AutoCloseable {

  /** One row: its values by name. A column that its file has not reads as null. */
  record Row(Map<String, Object> values) {

    String text(String column) {
      Object value = values.get(column);
      return value == null ? null : value.toString();
    }

    Long number(String column) {
      return values.get(column) instanceof Number number ? number.longValue() : null;
    }

    boolean flag(String column) {
      return Boolean.TRUE.equals(values.get(column));
    }

    boolean has(String column) {
      return values.get(column) != null;
    }

    Instant time(String column) {
      return values.get(column) instanceof OffsetDateTime time ? time.toInstant() : null;
    }

    /** The elements of a list; none where it is null. */
    List<String> texts(String column) {
      return values.get(column) instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of();
    }

    byte[] bytes(String column) {
      return values.get(column) instanceof byte[] bytes ? bytes : null;
    }
  }

  private final Connection connection;

  private ParquetRows(Connection connection) {
    this.connection = connection;
  }

  static ParquetRows open() {
    // only few rows ever come back
    return new ParquetRows(DuckDb.open("explain", "1GB", Map.of("temp_directory", "")));
  }

  /**
   * Asks some files, which must all have the columns that are named.
   *
   * @param select what stands between SELECT and FROM
   * @param files local paths; none give no rows
   * @param rest what stands after FROM, with a question mark for each value
   */
  List<Row> ask(String select, Collection<String> files, String rest, Object... values) {
    if (files.isEmpty()) {
      return List.of();
    }
    String sql =
        "SELECT "
            + select
            + " FROM read_parquet("
            + Sql.list(files)
            + ", filename = true, hive_partitioning = false) "
            + rest;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        return rows(found);
      }
    } catch (SQLException e) {
      throw new ExplainFailed(
          "The Parquet files cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  private static List<Row> rows(ResultSet found) throws SQLException {
    int columns = found.getMetaData().getColumnCount();
    List<Row> rows = new ArrayList<>();
    while (found.next()) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 1; i <= columns; i++) {
        values.put(found.getMetaData().getColumnLabel(i), value(found.getObject(i)));
      }
      rows.add(new Row(values));
    }
    return rows;
  }

  private static Object value(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    }
    return value instanceof Array list ? Arrays.asList((Object[]) list.getArray()) : value;
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
