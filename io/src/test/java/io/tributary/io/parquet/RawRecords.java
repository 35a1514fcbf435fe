package io.tributary.io.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Raw records and files with them for tests; DuckDB writes what our own writer does not. */
final class RawRecords {

  static final long DAY = 86_400_000L;
  static final long MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z").toEpochMilli();

  private RawRecords() {}

  static RawRecord record(int partition, long offset, long receivedAt) {
    return new RawRecord(
        new Coordinate("events", partition, offset),
        receivedAt,
        null,
        List.of(),
        ("payload " + offset).getBytes(UTF_8));
  }

  /** A record at this offset of partition 0, received so many milliseconds after midnight. */
  static RawRecord record(long offset) {
    return record(0, offset, MIDNIGHT + offset);
  }

  static RawRecord[] records(long... offsets) {
    return Arrays.stream(offsets).mapToObj(RawRecords::record).toArray(RawRecord[]::new);
  }

  static Header header(String name, String value) {
    return new Header(name, value == null ? null : value.getBytes(UTF_8));
  }

  static Path write(Path file, RawRecord... records) {
    return write(file, RawFileWriter.DEFAULT_ROW_GROUP_BYTES, records);
  }

  static Path write(Path file, long rowGroupBytes, RawRecord... records) {
    try (RawFileWriter writer = RawFileWriter.create(file, rowGroupBytes)) {
      for (RawRecord record : records) {
        writer.write(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Writes what a query gives. */
  static Path write(Path file, String select) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      Files.createDirectories(file.getParent());
      statement.execute("set TimeZone = 'UTC'");
      statement.execute("copy (" + select + ") to '" + file + "' (format parquet)");
      return file;
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  static RawPlan plan(Path folder) {
    return plan(folder, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A plan that reads and writes the same range. */
  static RawPlan plan(Path folder, long from, long to) {
    return RawStore.in(folder).plan(from, to, from, to, rows -> {});
  }

  /** All records of the planned row groups. */
  static List<RawRecord> read(RawPlan plan) {
    List<RawRecord> records = new ArrayList<>();
    for (RowGroup group : plan.groups()) {
      try (RowGroupReader reader = RowGroupReader.open(group)) {
        while (reader.hasNext()) {
          records.add(reader.next());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }
}
