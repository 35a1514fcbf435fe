package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Rows.DAY;
import static io.tributary.io.iceberg.Rows.NOON;
import static io.tributary.io.iceberg.Rows.TABLE;
import static io.tributary.io.iceberg.Rows.deadLetter;
import static io.tributary.io.iceberg.Rows.millis;
import static io.tributary.io.iceberg.Rows.plain;
import static io.tributary.io.iceberg.Rows.properties;
import static io.tributary.io.iceberg.Rows.schemas;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Warehouse;
import io.tributary.transforms.warehouse.WrittenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {

  private static final SchemaRegistry SCHEMAS =
      schemas(
          properties(
              """
              "a.b": {"type": "string"},
              "l": {"type": "array", "items": {"type": "object", "properties":
                {"x": {"type": ["integer", "null"]}}}}
              """));

  @TempDir Path temp;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new TestWarehouse(temp.resolve("warehouse"));
  }

  private CommitReport run(TableRow... rows) {
    return warehouse.run(SCHEMAS, DayRange.all(), "only", rows);
  }

  @Test
  void deadLettersKeepTheirBytesAndHeaders() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    run(
        deadLetter(
            1,
            NOON,
            List.of(
                new Header("a", new byte[] {0, -1}),
                new Header("a", null),
                new Header("", new byte[0])),
            bytes),
        deadLetter(2, NOON, List.of(), null),
        deadLetter(3, NOON, List.of(new Header("b", "x".getBytes(UTF_8))), new byte[0]));

    List<Map<String, Object>> rows = warehouse.rows(TableNames.DEAD_LETTERS);
    assertThat(rows)
        .extracting(row -> hex(row.get("payload")))
        .containsExactly(HexFormat.of().formatHex(bytes), null, "");
    assertThat(rows)
        .extracting(row -> headers(row.get("headers")))
        .containsExactly("[a=00ff, a=null, =]", "[]", "[b=78]");
    assertThat(rows.get(1))
        .containsEntry("stage", "VALIDATE")
        .containsEntry("reason", "MALFORMED_JSON")
        .containsEntry("detail", "not JSON at byte 7")
        .containsEntry("kafka_topic", "events")
        .containsEntry("kafka_partition", 3)
        .containsEntry("kafka_offset", 2L)
        .containsEntry("received_at", Instant.ofEpochMilli(NOON).atOffset(ZoneOffset.UTC))
        .containsEntry("event_id", null)
        .containsEntry("event_type", null)
        .containsEntry("trace_id", null);
  }

  private static String hex(Object value) {
    if (value == null) {
      return null;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String headers(Object value) {
    List<String> headers = new ArrayList<>();
    for (Object header : (List<?>) value) {
      Map<?, ?> pair = (Map<?, ?>) header;
      headers.add(pair.get("name") + "=" + hex(pair.get("value")));
    }
    return headers.toString();
  }

  @Test
  void duplicatesAndSessions() {
    run(Rows.duplicate(7, NOON), Rows.session("s-1", NOON));
    assertThat(warehouse.rows(TableNames.DUPLICATES).toString())
        .isEqualTo(
            "[{event_id=e-1, event_type=item.seen, client_key=a:anon,"
                + " received_at=2026-03-10T12:00Z, kafka_topic=events, kafka_partition=3,"
                + " kafka_offset=7, original_kafka_topic=older, original_kafka_partition=1,"
                + " original_kafka_offset=5, original_received_at=2026-03-10T11:59:59Z, trace_id=null}]");
    assertThat(warehouse.rows(TableNames.SESSIONS).toString())
        .isEqualTo(
            "[{session_id=s-1, client_key=a:anon, anonymous_id=anon, user_id=null,"
                + " started_at=2026-03-10T11:59Z, ended_at=2026-03-10T11:59:01.500Z,"
                + " duration_seconds=1.5, event_count=2, first_event_type=item.seen,"
                + " last_event_type=item.seen, closed_at=2026-03-10T12:00Z, revision=1}]");
  }

  @Test
  void aRowStandsInThePartitionOfItsUtcDay() {
    List<String> times =
        List.of(
            "1969-12-30T23:59:59.999Z",
            "1969-12-31T00:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "2026-03-10T00:00:00Z",
            "2026-03-10T23:59:59.999Z",
            "2026-03-11T00:00:00Z");
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      rows.add(plain(SCHEMAS, i, millis(times.get(i)), "{}"));
      rows.add(Rows.session("s-" + i, millis(times.get(i))));
    }
    run(rows.toArray(TableRow[]::new));

    for (String table : List.of(TABLE, TableNames.SESSIONS)) {
      assertThat(warehouse.files(table).keySet())
          .containsExactly(
              LocalDate.parse("1969-12-30"),
              LocalDate.parse("1969-12-31"),
              LocalDate.parse("1970-01-01"),
              LocalDate.parse("2026-03-10"),
              LocalDate.parse("2026-03-11"));
    }
    assertThat(warehouse.values(TABLE, "received_at"))
        .extracting(Object::toString)
        .containsExactly(
            "1969-12-30T23:59:59.999Z",
            "1969-12-31T00:00Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00Z",
            "2026-03-10T00:00Z",
            "2026-03-10T23:59:59.999Z",
            "2026-03-11T00:00Z");

    warehouse.run(SCHEMAS, TestWarehouse.days("1969-12-31", "1970-01-01"), "second");
    assertThat(warehouse.values(TABLE, "kafka_offset")).containsExactly(0L, 3L, 4L, 5L, 6L);
  }

  @Test
  void icebergKnowsTheCountsAndBoundsOfAFile() {
    run(
        plain(SCHEMAS, 1, NOON + 5, "{\"a.b\": \"x\"}"),
        plain(SCHEMAS, 2, NOON, "{}"),
        plain(SCHEMAS, 3, NOON + 1000, "{\"l\": [{\"x\": 4}, {\"x\": null}]}"));

    List<DataFile> files = warehouse.files(TABLE).get(LocalDate.parse("2026-03-10"));
    assertThat(files).hasSize(1);
    DataFile file = files.get(0);
    assertThat(file.recordCount()).isEqualTo(3);
    assertThat(file.fileSizeInBytes()).isEqualTo(Path.of(file.location()).toFile().length());
    assertThat(file.splitOffsets()).containsExactly(4L);
    int received = id("received_at");
    assertThat(time(file.lowerBounds().get(received))).isEqualTo(NOON * 1000);
    assertThat(time(file.upperBounds().get(received))).isEqualTo((NOON + 1000) * 1000);
    assertThat(file.valueCounts()).containsEntry(received, 3L);
    assertThat(file.nullValueCounts()).containsEntry(received, 0L);
    assertThat(file.nullValueCounts()).containsEntry(id("geo_latitude"), 3L);
    assertThat(file.lowerBounds()).doesNotContainKey(id("anonymous_id"));
  }

  private int id(String column) {
    return warehouse.on(TABLE, table -> table.schema().findField(column).fieldId());
  }

  private static long time(ByteBuffer bound) {
    return Conversions.fromByteBuffer(Types.TimestampType.withZone(), bound);
  }

  @Test
  void duckDbReadsTheFilesAsIcebergDoes() throws SQLException {
    run(
        plain(SCHEMAS, 1, NOON, "{\"a.b\":\"x\",\"l\":[{\"x\":4},{\"x\":null}],\"m\":1e400}"),
        plain(SCHEMAS, 2, NOON + 1, "{\"l\": []}"),
        deadLetter(3, NOON, List.of(new Header("h", null)), new byte[] {0, 39}));
    assertThat(
            query(
                "select kafka_offset, epoch_ms(received_at), typeof(received_at),"
                    + " properties.a_x2Eb, properties.l, properties_other, \"timestamp\""
                    + " = received_at from '"
                    + file(TABLE)
                    + "' order by 1"))
        .containsExactly(
            "1|" + NOON + "|TIMESTAMP WITH TIME ZONE|x|[{'x': 4}, {'x': NULL}]|{\"m\":1E+400}|true",
            "2|" + (NOON + 1) + "|TIMESTAMP WITH TIME ZONE|null|[]|null|true");
    assertThat(
            query(
                "select hex(payload), headers, reason from '"
                    + file(TableNames.DEAD_LETTERS)
                    + "'"))
        .containsExactly("0027|[{'name': h, 'value': NULL}]|MALFORMED_JSON");
  }

  private String file(String table) {
    return warehouse.files(table).values().iterator().next().get(0).location();
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
      return lines;
    }
  }

  @Test
  void largePayloadsAreWrittenOutBeforeTheyFillTheHeap() throws IOException {
    int rows = 150;
    Random random = new Random(1);
    try (PreparedRun run = warehouse.prepare(SCHEMAS, DayRange.all(), "only")) {
      Warehouse.Files files = run.warehouse().openFiles();
      for (int i = 0; i < rows; i++) {
        byte[] payload = new byte[1 << 20]; // does not compress
        random.nextBytes(payload);
        files.write(deadLetter(i, NOON, List.of(), payload));
      }
      run.warehouse().commit(files.finish(), table -> {});
    }

    DataFile file = warehouse.files(TableNames.DEAD_LETTERS).values().iterator().next().get(0);
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(Path.of(file.location())))) {
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      assertThat(groups.size()).isGreaterThan(1);
      assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(rows);
      assertThat(file.splitOffsets())
          .containsExactlyElementsOf(groups.stream().map(BlockMetaData::getStartingPos).toList());
      assertThat(groups.get(0).getColumns().get(0).getCodec()).isEqualTo(CompressionCodecName.ZSTD);
    }
    assertThat(file.recordCount()).isEqualTo(rows);
    assertThat(warehouse.values(TableNames.DEAD_LETTERS, "kafka_offset")).hasSize(rows);
  }

  @Test
  void manyMoreDaysThanMayBeOpenStillGiveOneFileEach() {
    int days = 600;
    List<TableRow> rows = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int day = 0; day < days; day++) {
        rows.add(Rows.duplicate(round * days + day, NOON - day * DAY));
      }
    }
    try (PreparedRun run = warehouse.prepare(SCHEMAS, DayRange.all(), "only")) {
      List<WrittenFile> files = TestWarehouse.write(run.warehouse(), rows);
      assertThat(files).hasSize(days).allSatisfy(file -> assertThat(file.rows()).isEqualTo(2));
      run.warehouse().commit(files, table -> {});
    }
    assertThat(warehouse.files(TableNames.DUPLICATES)).hasSize(days);
    List<Object> offsets = warehouse.values(TableNames.DUPLICATES, "kafka_offset");
    assertThat(offsets).hasSize(rows.size()).doesNotHaveDuplicates();
  }

  @Test
  void countsRowsByWhatASummaryAsksFor() {
    SchemaRegistry registry = schemas("{}");
    var late = Rows.payload(NOON - 3_600_000, "{}");
    CommitReport report =
        warehouse.run(
            registry,
            DayRange.all(),
            "only",
            plain(registry, 1, NOON, "{}"),
            plain(Rows.event(registry, 2, NOON, late, List.of())),
            deadLetter(3, NOON, List.of(), null),
            deadLetter(4, NOON + DAY, List.of(), null));
    assertThat(report.rows())
        .containsEntry(TABLE, 2L)
        .containsEntry(TableNames.DEAD_LETTERS, 2L)
        .containsEntry(TableNames.SESSIONS, 0L);
    assertThat(report.tallies())
        .containsOnly(Map.entry("late", 1L), Map.entry("MALFORMED_JSON", 2L));
    assertThat(report.files()).isEqualTo(3);
  }
}
