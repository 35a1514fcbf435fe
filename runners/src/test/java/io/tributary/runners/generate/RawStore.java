package io.tributary.runners.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A raw store as DuckDB reads it: by code that has nothing to do with what wrote it.
 *
 * @param records by {@code received_at}, partition and offset
 */
record RawStore(List<Row> records) {

  /** One record; headers as {@code name=value}. */
  @SuppressWarnings("ArrayRecordComponent") // compared by sameAs only
  record Row(
      String file,
      String topic,
      int partition,
      long offset,
      long receivedAt,
      byte[] key,
      List<String> headers,
      byte[] payload) {

    boolean sameAs(Row that) {
      return offset == that.offset
          && partition == that.partition
          && receivedAt == that.receivedAt
          && headers.equals(that.headers)
          && Arrays.equals(key, that.key)
          && Arrays.equals(payload, that.payload);
    }
  }

  static RawStore read(Path folder) throws IOException {
    String sql =
        "select filename, topic, partition, \"offset\", epoch_ms(received_at), key, payload,"
            + " list_transform(map_entries(headers), e -> e.key || '=' ||"
            + " case when e.key = 'traceparent' then decode(e.value) else coalesce(hex(e.value),"
            + " 'none') end) from read_parquet('"
            + folder
            + "/*/*.parquet', filename = true) order by received_at, partition, \"offset\"";
    List<Row> rows = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> headers = new ArrayList<>();
        Array list = found.getArray(8);
        for (Object header : (Object[]) list.getArray()) {
          headers.add((String) header);
        }
        rows.add(
            new Row(
                found.getString(1),
                found.getString(2),
                found.getInt(3),
                found.getLong(4),
                found.getLong(5),
                found.getBytes(6),
                headers,
                found.getBytes(7)));
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB could not read " + folder, e);
    }
    return new RawStore(rows);
  }

  List<String> days() {
    return records.stream()
        .map(row -> Path.of(row.file()).getParent().getFileName().toString())
        .distinct()
        .sorted()
        .toList();
  }

  /** Rows with cells parted by bars. */
  static List<String> query(String sql) throws IOException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (found.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          cells.add(found.getString(column));
        }
        lines.add(String.join("|", cells));
      }
      return lines;
    } catch (SQLException e) {
      throw new IOException("DuckDB could not answer", e);
    }
  }
}
