package io.tributary.io.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFileWriterTest {

  private static final long NOON = 1_772_452_800_123L;

  @TempDir Path folder;

  @Test
  void writesWhatAnotherReaderReads() throws Exception {
    Path file = folder.resolve("received_date=2026-03-02/part-0.parquet");
    byte[] odd = {0, (byte) 0xff, 39, 34};
    try (RawFileWriter writer = RawFileWriter.create(file)) {
      writer.write(
          record(
              0,
              "k".getBytes(UTF_8),
              List.of(
                  new Header("traceparent", "00-a".getBytes(UTF_8)),
                  new Header("twice", "1".getBytes(UTF_8)),
                  new Header("twice", null)),
              odd));
      writer.write(record(1, null, List.of(), null));
      writer.write(record(2, new byte[0], List.of(), new byte[0]));
      assertThat(writer.records()).isEqualTo(3);
    }

    assertThat(
            query(
                "select topic, partition, \"offset\", epoch_ms(received_at), hex(key),"
                    + " hex(payload), typeof(received_at), headers is null from '"
                    + file
                    + "' order by \"offset\""))
        .containsExactly(
            "events|3|0|" + NOON + "|6B|00FF2722|TIMESTAMP WITH TIME ZONE|false",
            "events|3|1|" + (NOON + 1) + "|null|null|TIMESTAMP WITH TIME ZONE|true",
            "events|3|2|" + (NOON + 2) + "|||TIMESTAMP WITH TIME ZONE|true");
    assertThat(
            query(
                "select list_transform(map_entries(headers), e -> e.key || '=' ||"
                    + " coalesce(decode(e.value), 'none')) from '"
                    + file
                    + "' where \"offset\" = 0"))
        .containsExactly("['traceparent=00-a', 'twice=1', 'twice=none']");
  }

  @Test
  void appearsOnlyWhenComplete() throws Exception {
    Path file = folder.resolve("part-0.parquet");
    try (RawFileWriter writer = RawFileWriter.create(file)) {
      writer.write(record(0, null, List.of(), new byte[] {1}));
      assertThat(file).doesNotExist();
      assertThat(names()).allMatch(name -> name.startsWith("."));
    }
    assertThat(names()).containsExactly("part-0.parquet");
  }

  @Test
  void throwsTheFileAwayAfterAFailedWrite() throws Exception {
    Path file = folder.resolve("part-0.parquet");
    assertThatThrownBy(
            () -> {
              try (RawFileWriter writer = RawFileWriter.create(file)) {
                writer.write(record(0, null, List.of(), new byte[] {1}));
                writer.write(null);
              }
            })
        .isInstanceOf(NullPointerException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesToReplaceAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("part-0.parquet"));
    assertThatThrownBy(() -> RawFileWriter.create(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("part-0.parquet");
    assertThatThrownBy(() -> RawFileWriter.create(folder.resolve("other"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Row group size must be positive, was 0 bytes");
  }

  @Test
  void cutsRowGroupsThatStatisticsCanPrune() throws IOException {
    Path file = folder.resolve("part-0.parquet");
    try (RawFileWriter writer = RawFileWriter.create(file, 256 << 10)) {
      byte[] payload = new byte[1000];
      for (int offset = 0; offset < 2000; offset++) {
        Arrays.fill(payload, (byte) offset);
        writer.write(record(offset, null, List.of(), payload.clone()));
      }
    }
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      assertThat(groups).hasSizeGreaterThan(3);
      long next = NOON;
      for (BlockMetaData group : groups) {
        ColumnChunkMetaData received = group.getColumns().get(3);
        Statistics<?> bounds = received.getStatistics();
        assertThat(received.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        assertThat(bounds.genericGetMin()).isEqualTo(next);
        next += group.getRowCount();
        assertThat(bounds.genericGetMax()).isEqualTo(next - 1);
      }
    }
  }

  @Test
  void giantsAmongSmallOnesDoNotGatherInOnePage() throws IOException {
    Path file = folder.resolve("part-0.parquet");
    try (RawFileWriter writer = RawFileWriter.create(file)) {
      for (int offset = 0; offset < 300; offset++) {
        writer.write(record(offset, null, List.of(), new byte[offset < 250 ? 10 : 1 << 20]));
      }
    }
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      int pages = 0;
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        ColumnChunkMetaData payload = group.getColumns().get(7);
        assertThat(payload.getPath().toDotString()).isEqualTo("payload");
        pages += reader.readOffsetIndex(payload).getPageCount();
      }
      assertThat(pages).isGreaterThan(6);
    }
  }

  private static RawRecord record(long offset, byte[] key, List<Header> headers, byte[] payload) {
    return new RawRecord(new Coordinate("events", 3, offset), NOON + offset, key, headers, payload);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
          line.append(column == 1 ? "" : "|").append(rows.getString(column));
        }
        lines.add(line.toString());
      }
      return lines;
    }
  }
}
