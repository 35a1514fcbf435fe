package io.tributary.io.parquet;

import static io.tributary.io.parquet.RawRecords.DAY;
import static io.tributary.io.parquet.RawRecords.MIDNIGHT;
import static io.tributary.io.parquet.RawRecords.header;
import static io.tributary.io.parquet.RawRecords.plan;
import static io.tributary.io.parquet.RawRecords.read;
import static io.tributary.io.parquet.RawRecords.record;
import static io.tributary.io.parquet.RawRecords.records;
import static io.tributary.io.parquet.RawRecords.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawStoreTest {

  private static final String COLUMNS =
      "'events' as topic, 3::int as partition, 7::bigint as \"offset\","
          + " timestamptz '2026-03-10 00:00:00.123456+00' as received_at,"
          + " 'k'::blob as key, 'p'::blob as payload";

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  private RawRecord only() {
    List<RawRecord> records = read(plan(folder));
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  @Test
  void readsBackWhatTheWriterWrote() {
    byte[] odd = {0, (byte) 0xff, '\'', '"'};
    RawRecord[] records = {
      new RawRecord(new Coordinate("events", 3, 0), MIDNIGHT, odd, List.of(), odd),
      new RawRecord(new Coordinate("events", 3, 1), MIDNIGHT + 1, null, List.of(), null),
      new RawRecord(
          new Coordinate("events", 3, 2),
          MIDNIGHT + 2,
          new byte[0],
          List.of(header("a", "1"), header("a", null), header("", ""), header("a", "2")),
          new byte[0]),
      new RawRecord(
          new Coordinate("\u00fcber.topic", 0, Long.MAX_VALUE),
          -1,
          null,
          List.of(header("last", "x")),
          "{}".getBytes(UTF_8))
    };
    write(file("a.parquet"), records);

    RawPlan plan = plan(folder);
    assertThat(read(plan)).containsExactly(records);
    assertThat(plan.rowsRead()).isEqualTo(4);
    assertThat(plan.recordsToWrite()).isEqualTo(4);
    assertThat(plan.files()).isEqualTo(1);
    assertThat(plan.filesPruned()).isZero();
  }

  @Test
  void keepsColumnsTogetherOverManyPages() {
    RawRecord[] records = new RawRecord[60_000];
    for (int i = 0; i < records.length; i++) {
      List<Header> headers = new ArrayList<>();
      for (int j = 0; j < i % 4; j++) {
        headers.add(header("h" + j, (i + j) % 5 == 0 ? null : "v" + i));
      }
      records[i] =
          new RawRecord(
              new Coordinate("t" + i / 7 % 2, i % 3, i),
              MIDNIGHT + i,
              i % 11 == 0 ? null : ("k" + i).getBytes(UTF_8),
              headers,
              i % 13 == 0 ? null : ("payload of " + i).getBytes(UTF_8));
    }
    write(file("a.parquet"), 1 << 20, records);

    RawPlan plan = plan(folder);
    assertThat(plan.groups().size()).isGreaterThan(1);
    assertThat(plan.groups()).noneMatch(RowGroup::mayRepeat);
    assertThat(Arrays.asList(records).equals(read(plan))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp_ms '2026-03-10 00:00:00.123', 123",
    "timestamp '2026-03-10 00:00:00.123999', 123",
    "timestamptz '2026-03-10 00:00:00.123999+00', 123",
    "timestamp_ns '2026-03-10 00:00:00.123999999', 123",
    "timestamp '1969-12-31 23:59:59.999999', -1773100800001"
  })
  void readsTimesOfEveryUnitToTheMillisecond(String time, long afterMidnight) {
    write(
        file("a.parquet"),
        "select * replace (" + time + " as received_at) from (select " + COLUMNS + ")");
    assertThat(only().receivedAt()).isEqualTo(MIDNIGHT + afterMidnight);
  }

  @Test
  void readsWhatOtherToolsWrite() {
    write(
        file("a.parquet"),
        "select * replace (3::bigint as partition, 7::int as \"offset\", '{\"a\": 1}' as payload,"
            + " 'text' as key), 'more' as further, map {'h': '1', 'g': null} as headers from"
            + " (select "
            + COLUMNS
            + ")");
    assertThat(only())
        .isEqualTo(
            new RawRecord(
                new Coordinate("events", 3, 7),
                MIDNIGHT + 123,
                "text".getBytes(UTF_8),
                List.of(header("h", "1"), header("g", null)),
                "{\"a\": 1}".getBytes(UTF_8)));
  }

  @Test
  void headersMayBeLeftOutOrEmpty() {
    write(file("a.parquet"), "select " + COLUMNS);
    write(
        file("b.parquet"),
        "select * replace (8::bigint as \"offset\"), map {}::map(varchar, blob) as headers from"
            + " (select "
            + COLUMNS
            + ")");
    write(
        file("c.parquet"),
        "select * replace (9::bigint as \"offset\"), null::map(varchar, blob) as headers from"
            + " (select "
            + COLUMNS
            + ")");
    assertThat(read(plan(folder)))
        .hasSize(3)
        .allMatch(record -> record.headers().isEmpty())
        .extracting(record -> record.coordinate().offset())
        .containsExactly(7L, 8L, 9L);
  }

  @Test
  void readsFilesAtAnyDepthInTheOrderOfTheirNames() {
    write(file("b.parquet"), records(2));
    write(file("a/b/c/d.parquet"), records(1));
    write(file("received_date=2026-03-10/hour=00/e.parquet"), records(3));
    assertThat(read(plan(folder)))
        .extracting(record -> record.coordinate().offset())
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void ignoresWhatIsHiddenOrOfAnotherKind() throws IOException {
    write(file("a.parquet"), records(1));
    for (String name : List.of(".b.parquet.tmp", "_SUCCESS", "c.parquet.crc", "progress.json")) {
      Files.writeString(file(name), "no Parquet");
    }
    write(file(".hidden/d.parquet"), records(2));
    write(file("_temporary/0/e.parquet"), records(3));
    write(file(".f.parquet"), records(4));
    write(file("_g.parquet"), records(5));
    Files.createDirectory(file("folder.parquet"));
    assertThat(read(plan(folder))).containsExactly(records(1));
  }

  @Test
  void theStoreItselfMayBeInAHiddenFolder() {
    Path hidden = folder.resolve(".data/_raw");
    write(hidden.resolve("a.parquet"), records(1));
    assertThat(read(plan(hidden))).containsExactly(records(1));
  }

  @Test
  void theStoreMayBeASymbolicLink() throws IOException {
    write(file("real/received_date=2026-03-10/a.parquet"), records(1));
    Path link = Files.createSymbolicLink(file("link"), file("real"));
    assertThat(read(plan(link))).containsExactly(records(1));
  }

  @Test
  void leavesOutFilesByTheNameOfTheirFolder() throws IOException {
    for (int day = 9; day <= 12; day++) {
      Path file = file("received_date=2026-03-" + (day < 10 ? "0" : "") + day + "/a.parquet");
      if (day == 9 || day == 12) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not even looked at");
      } else {
        write(file, record(0, day, MIDNIGHT + (day - 10) * DAY));
      }
    }
    RawPlan plan = plan(folder, MIDNIGHT, MIDNIGHT + 2 * DAY);
    assertThat(plan.files()).isEqualTo(2);
    assertThat(plan.filesPruned()).isEqualTo(2);
    assertThat(plan.recordsToWrite()).isEqualTo(2);

    // One millisecond more on either side is another file each.
    assertThatThrownBy(() -> plan(folder, MIDNIGHT - 1, MIDNIGHT + 2 * DAY))
        .hasMessageContaining("received_date=2026-03-09");
    assertThatThrownBy(() -> plan(folder, MIDNIGHT, MIDNIGHT + 2 * DAY + 1))
        .hasMessageContaining("received_date=2026-03-12");
  }

  @Test
  void leavesOutRowGroupsByTheirStatistics() {
    RawRecord[] records = new RawRecord[2000];
    for (int i = 0; i < records.length; i++) {
      byte[] payload = new byte[1000];
      Arrays.fill(payload, (byte) i);
      records[i] =
          new RawRecord(new Coordinate("events", 0, i), MIDNIGHT + i, null, List.of(), payload);
    }
    write(file("a.parquet"), 256 << 10, records);
    List<RowGroup> all = plan(folder).groups();
    assertThat(all.size()).isGreaterThan(3);
    long first = all.get(0).rows();
    long second = all.get(1).rows();

    assertThat(indices(MIDNIGHT + first, MIDNIGHT + first + second)).containsExactly(1);
    assertThat(indices(MIDNIGHT + first - 1, MIDNIGHT + first + second + 1))
        .containsExactly(0, 1, 2);
    assertThat(indices(MIDNIGHT - DAY, MIDNIGHT)).isEmpty();
    assertThat(indices(MIDNIGHT + 1999, Long.MAX_VALUE)).containsExactly(all.size() - 1);
    RawPlan none = plan(folder, MIDNIGHT + 2000, Long.MAX_VALUE);
    assertThat(none.groups()).isEmpty();
    assertThat(none.filesPruned()).isEqualTo(1);
    assertThat(none.recordsToWrite()).isZero();
  }

  private List<Integer> indices(long from, long to) {
    return plan(folder, from, to).groups().stream().map(RowGroup::index).toList();
  }

  @Test
  void statisticsOfFinerUnitsAreReadAsTheRecordsAre() {
    write(
        file("a.parquet"),
        "select * replace (timestamp '2026-03-09 23:59:59.999999' as received_at) from (select "
            + COLUMNS
            + ")");
    assertThat(plan(folder, MIDNIGHT - 1, MIDNIGHT).recordsToWrite()).isEqualTo(1);
    assertThat(plan(folder, MIDNIGHT, Long.MAX_VALUE).groups()).isEmpty();
  }

  @Test
  void countsWhatIsWrittenApartFromWhatIsRead() {
    write(file("a.parquet"), records(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    List<Long> seen = new ArrayList<>();
    RawPlan plan =
        RawStore.in(folder).plan(MIDNIGHT + 2, MIDNIGHT + 9, MIDNIGHT + 4, MIDNIGHT + 7, seen::add);
    assertThat(plan.rowsRead()).isEqualTo(10);
    assertThat(plan.recordsToWrite()).isEqualTo(3);
    assertThat(plan.readFrom()).isEqualTo(MIDNIGHT + 2);
    assertThat(plan.readTo()).isEqualTo(MIDNIGHT + 9);
    assertThat(seen).containsExactly(10L);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> plan(folder)).isInstanceOf(InvalidRawStore.class).hasMessage(message);
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> RawStore.in(file("missing")))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessage(
            file("missing") + " is no folder; give the folder that holds the raw Parquet files");
  }

  @Test
  void refusesAFolderWithoutParquet() throws IOException {
    Files.writeString(file("notes.txt"), "nothing");
    assertRefused(
        folder + " holds no *.parquet file; give the folder that holds the raw Parquet files");
  }

  @Test
  void refusesAFolderThatNamesNoDay() {
    Path file = write(file("received_date=yesterday/a.parquet"), records(1));
    assertRefused(
        file + ": received_date=yesterday names no day; expected received_date=YYYY-MM-DD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PAR1", "a,b,c\n1,2,3\n4,5,6\n"})
  void refusesAFileThatIsNoParquet(String text) throws IOException {
    Path file = Files.writeString(file("a.parquet"), text);
    assertThatThrownBy(() -> plan(folder))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageStartingWith(file + " is no whole Parquet file (")
        .hasMessageEndingWith("); remove or restore it")
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path file = write(file("a.parquet"), records(1, 2, 3));
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {bytes.length - 1, bytes.length - 20, bytes.length / 2, 10}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> plan(folder))
          .isInstanceOf(InvalidRawStore.class)
          .hasMessageStartingWith(file + " is no whole Parquet file (")
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void refusesAFileWhoseColumnsAreDamaged() throws IOException {
    Path file = write(file("a.parquet"), records(1, 2, 3));
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, 60, (byte) 0x5a);
    Files.write(file, bytes);
    assertThatThrownBy(() -> plan(folder))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith("remove or restore it")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topic", "partition", "\"offset\"", "received_at", "key", "payload"})
  void refusesAFileWithoutAColumn(String column) {
    Path file =
        write(file("a.parquet"), "select * exclude (" + column + ") from (select " + COLUMNS + ")");
    assertRefused(
        file
            + " has no column "
            + column.replace("\"", "")
            + "; a raw store has topic, partition, offset, received_at, key, payload and,"
            + " optionally, headers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 as topic | topic is INT32, expected BINARY",
        "'3' as partition | partition is BINARY, expected INT32",
        "7.0::double as \"offset\" | offset is DOUBLE, expected INT64",
        "{'a': 1} as payload | payload is a group, expected BINARY",
        "1 as key | key is INT32, expected BINARY",
        "date '2026-03-10' as received_at | received_at is INT32, expected INT64",
        "1773100800000::bigint as received_at"
            + " | received_at is a bare INT64, expected a TIMESTAMP; cast it when writing",
      })
  void refusesAColumnOfAnotherType(String replacement, String message) {
    Path file =
        write(
            file("a.parquet"),
            "select * replace (" + replacement + ") from (select " + COLUMNS + ")");
    assertRefused(file + ": column " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "['a']", "{'a': 'b'}", "map {'a': 1}", "map {'a': ['b']}"})
  void refusesHeadersThatAreNoMap(String value) {
    Path file = write(file("a.parquet"), "select " + COLUMNS + ", " + value + " as headers");
    assertRefused(
        file + ": column headers is no map of text to text or bytes; leave it out or write a map");
  }

  @ParameterizedTest
  @CsvSource({"topic,varchar", "partition,int", "offset,bigint", "received_at,timestamptz"})
  void refusesARecordWithoutCoordinateOrTime(String column, String type) {
    Path file =
        write(
            file("a.parquet"),
            "select * replace (case when i = 1 then \""
                + column
                + "\" end as \""
                + column
                + "\") from (select *, i from (select "
                + COLUMNS
                + ") cross join range(2) t(i))");
    assertRefused(
        file
            + ": A raw record has no "
            + column
            + "; every record needs topic, partition, offset and received_at");
  }

  @Test
  void refusesAPartitionThatIsNoInt() {
    Path file =
        write(
            file("a.parquet"),
            "select * replace (4294967297::bigint as partition) from (select " + COLUMNS + ")");
    assertThatThrownBy(() -> plan(folder))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("partition");
  }
}
