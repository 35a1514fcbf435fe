package io.tributary.transforms.warehouse;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.SECOND;
import static io.tributary.transforms.Records.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.DirectRun;
import io.tributary.transforms.warehouse.FolderAppends.Cut;
import io.tributary.transforms.warehouse.FolderAppends.Made;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendTablesTest {

  private static final Duration MINUTELY = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private FolderAppends warehouse;

  @BeforeEach
  void open() {
    warehouse = new FolderAppends(folder.toString(), 0);
  }

  private static TableRow row(String table, long offset, long time) {
    return new TableRow(
        table,
        new Duplicate("e", "t", new ClientKey("a:x"), at(offset), time, at(offset), time, null));
  }

  private static TimestampedValue<TableRow> timed(String table, long offset, long time) {
    return TimestampedValue.of(row(table, offset, time), new Instant(time));
  }

  private static TestStream.Builder<TableRow> stream() {
    // Noon in processing time too, so that the commit times are whole minutes.
    return TestStream.create(TableRowCoder.of()).advanceProcessingTime(toClock(NOON));
  }

  private static org.joda.time.Duration toClock(long millis) {
    return org.joda.time.Duration.millis(millis)
        .minus(
            org.joda.time.Duration.millis(
                org.apache.beam.sdk.transforms.windowing.BoundedWindow.TIMESTAMP_MIN_VALUE
                    .getMillis()));
  }

  /** A minute and a quarter, in steps, so that rows are written before they are gathered. */
  private static TestStream.Builder<TableRow> nextCommit(TestStream.Builder<TableRow> stream) {
    TestStream.Builder<TableRow> passed = stream;
    for (int i = 0; i < 12; i++) {
      passed = passed.advanceProcessingTime(seconds(5));
    }
    return passed;
  }

  private static org.joda.time.Duration seconds(long seconds) {
    return org.joda.time.Duration.standardSeconds(seconds);
  }

  private Map<String, Long> run(TestStream<TableRow> stream, AppendTables append) {
    Pipeline pipeline = DirectRun.pipeline();
    pipeline.apply("Rows", stream).apply("Append", append);
    return DirectRun.counters(pipeline.run());
  }

  /** Offset to partition time, table by table, of all that was appended. */
  private Map<String, TreeMap<Long, Long>> appended(List<Made> appends) {
    Map<String, TreeMap<Long, Long>> rows = new TreeMap<>();
    for (Made append : appends) {
      for (Cut cut : append.cuts()) {
        cut.rows()
            .forEach(
                (offset, time) ->
                    assertThat(
                            rows.computeIfAbsent(cut.table(), t -> new TreeMap<>())
                                .put(offset, time))
                        .as("offset %d twice", offset)
                        .isNull());
      }
    }
    return rows;
  }

  @Test
  void whatIsBeforeTheWatermarkIsCommittedAtTheNextInterval() {
    Map<String, Long> counters =
        run(
            nextCommit(
                    nextCommit(
                            stream()
                                .advanceProcessingTime(seconds(20))
                                .addElements(
                                    timed("one", 1, NOON), timed("one", 2, NOON + 20 * SECOND))
                                .addElements(timed("two", 3, NOON + 5 * SECOND))
                                .advanceWatermarkTo(new Instant(NOON + 10 * SECOND)))
                        .advanceWatermarkTo(new Instant(NOON + 30 * SECOND)))
                .advanceWatermarkToInfinity(),
            AppendTables.to(warehouse, MINUTELY));

    assertThat(warehouse.made())
        .startsWith(
            new Made(
                0,
                NOON + 10 * SECOND,
                List.of(
                    new Cut(
                        "one",
                        TableCut.FIRST,
                        NOON + 10 * SECOND,
                        List.of(),
                        new TreeMap<>(Map.of(1L, NOON))),
                    new Cut(
                        "two",
                        TableCut.FIRST,
                        NOON + 10 * SECOND,
                        List.of(),
                        new TreeMap<>(Map.of(3L, NOON + 5 * SECOND))))),
            new Made(
                1,
                NOON + 30 * SECOND,
                List.of(
                    new Cut(
                        "one",
                        NOON + 10 * SECOND,
                        NOON + 30 * SECOND,
                        List.of(),
                        new TreeMap<>(Map.of(2L, NOON + 20 * SECOND))))))
        .endsWith(new Made(2, TableCut.END, List.of()))
        .hasSize(3);
    assertThat(counters)
        .containsEntry("warehouse.rows", 3L)
        .containsEntry("warehouse.files", 3L)
        .containsEntry("warehouse.tables_committed", 3L)
        .doesNotContainKey("warehouse.rows_behind_watermark");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void inAnyOrderOfArrivalEachRowIsInTheCutOfItsTime(long seed) {
    Random random = new Random(seed);
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(
          row("t" + random.nextInt(4), i, NOON + i * 10 * SECOND + random.nextInt(2) * MINUTE));
    }
    // A row comes up to ten minutes before the watermark passes it, never after.
    List<TableRow> arriving = new ArrayList<>(rows);
    Map<TableRow, Long> arrival = new HashMap<>();
    rows.forEach(
        row -> arrival.put(row, row.row().partitionTime() - random.nextInt(10) * MINUTE - 1));
    arriving.sort((a, b) -> Long.compare(arrival.get(a), arrival.get(b)));
    TestStream.Builder<TableRow> stream = stream();
    long watermark = 0;
    for (TableRow row : arriving) {
      if (arrival.get(row) > watermark && random.nextInt(5) == 0) {
        watermark = arrival.get(row);
        stream = stream.advanceWatermarkTo(new Instant(watermark));
      }
      stream = stream.addElements(TimestampedValue.of(row, new Instant(row.row().partitionTime())));
      if (random.nextInt(3) == 0) {
        stream = stream.advanceProcessingTime(seconds(1 + random.nextInt(40)));
      }
    }

    Map<String, Long> counters =
        run(
            stream.advanceWatermarkToInfinity(),
            AppendTables.to(warehouse, MINUTELY).withFlushAt(seed * 10_000));

    List<Made> made = warehouse.made();
    Map<String, TreeMap<Long, Long>> expected = new TreeMap<>();
    rows.forEach(
        row ->
            expected
                .computeIfAbsent(row.table(), t -> new TreeMap<>())
                .put(((Duplicate) row.row()).coordinate().offset(), row.row().partitionTime()));
    assertThat(appended(made)).isEqualTo(expected);
    assertThat(made).extracting(Made::through).isSorted().endsWith(TableCut.END);
    Map<String, Long> ends = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      assertThat(made.get(i).sequence()).isEqualTo(i);
      for (Cut cut : made.get(i).cuts()) {
        assertThat(cut.from()).isEqualTo(ends.getOrDefault(cut.table(), TableCut.FIRST));
        assertThat(cut.rows().values())
            .isNotEmpty()
            .allMatch(time -> time >= cut.from() && time < cut.through());
        assertThat(cut.behind()).isEmpty();
        ends.put(cut.table(), cut.through());
      }
      long through = made.get(i).through();
      Map<String, TreeMap<Long, Long>> soFar = appended(made.subList(0, i + 1));
      expected.forEach(
          (table, times) ->
              times.forEach(
                  (offset, time) -> {
                    if (time < through) {
                      assertThat(soFar.getOrDefault(table, new TreeMap<>())).containsKey(offset);
                    }
                  }));
    }
    assertThat(counters).doesNotContainKey("warehouse.rows_behind_watermark");
  }

  @Test
  void rowsBehindTheWatermarkGoWithTheNextCutAndTheirDaysAreNamed() {
    Map<String, Long> counters =
        run(
            nextCommit(
                    nextCommit(
                            stream()
                                .addElements(timed("one", 1, NOON))
                                .advanceWatermarkTo(new Instant(NOON + SECOND))
                                .advanceProcessingTime(seconds(20)))
                        .addElements(timed("one", 2, NOON - DAY))
                        .addElements(timed("one", 3, NOON), timed("one", 4, NOON + SECOND))
                        .advanceWatermarkTo(new Instant(NOON + MINUTE)))
                .addElements(timed("one", 5, NOON + MINUTE))
                .advanceWatermarkToInfinity(),
            AppendTables.to(warehouse, MINUTELY));

    List<Cut> cuts = warehouse.made().stream().flatMap(made -> made.cuts().stream()).toList();
    long today = NOON / DAY;
    assertThat(cuts)
        .extracting(Cut::behind)
        .containsExactly(List.of(), List.of(today - 1, today), List.of());
    assertThat(cuts.get(1).rows()).containsOnlyKeys(2L, 3L, 4L);
    assertThat(cuts.get(2).rows()).containsOnlyKeys(5L);
    assertThat(counters).containsEntry("warehouse.rows_behind_watermark", 2L);
  }

  @Test
  void manyRowsAreWrittenBeforeTheirTimeButNotAgainAndAgain() {
    TestStream.Builder<TableRow> stream = stream();
    for (int i = 0; i < 100; i++) {
      stream = stream.addElements(timed("one", i, NOON + i * SECOND));
    }
    stream = stream.advanceWatermarkTo(new Instant(NOON + 50 * SECOND));
    for (int i = 100; i < 200; i++) {
      stream = stream.addElements(timed("one", i, NOON + i * SECOND));
    }
    run(
        stream.advanceWatermarkToInfinity(),
        AppendTables.to(warehouse, Duration.ofHours(1)).withFlushAt(20 * 800));

    List<Cut> cuts = warehouse.made().stream().flatMap(made -> made.cuts().stream()).toList();
    assertThat(cuts).hasSize(2);
    assertThat(cuts.get(0).rows()).hasSize(50);
    assertThat(cuts.get(1).rows()).hasSize(150);
  }

  @Test
  void aStreamWithoutRowsAdvancesAllTheSame() {
    run(
        stream()
            .advanceWatermarkTo(new Instant(NOON))
            .advanceProcessingTime(seconds(70))
            .advanceProcessingTime(seconds(70))
            .advanceWatermarkTo(new Instant(NOON + MINUTE))
            .advanceProcessingTime(seconds(70))
            .advanceWatermarkToInfinity(),
        AppendTables.to(warehouse, MINUTELY));

    assertThat(warehouse.made())
        .containsExactly(
            new Made(0, NOON, List.of()),
            new Made(1, NOON + MINUTE, List.of()),
            new Made(2, TableCut.END, List.of()));
  }

  @Test
  void aCatalogThatIsAwayForAWhileIsAskedAgain() {
    FolderAppends flaky = new FolderAppends(folder.toString(), 10);
    run(
        stream().addElements(timed("one", 1, NOON)).advanceWatermarkToInfinity(),
        AppendTables.to(flaky, MINUTELY).withPause(millis -> {}));

    assertThat(appended(flaky.made())).containsOnlyKeys("one");
    assertThat(flaky.made()).hasSize(1);
  }

  @Test
  void aCatalogThatStaysAwayFailsTheBundle() {
    FolderAppends gone = new FolderAppends(folder.toString(), Integer.MAX_VALUE);
    assertThatThrownBy(
            () ->
                run(
                    stream().addElements(timed("one", 1, NOON)).advanceWatermarkToInfinity(),
                    AppendTables.to(gone, MINUTELY).withPause(millis -> {})))
        .hasStackTraceContaining("the catalog is away");
    assertThat(gone.made()).isEmpty();
  }

  @Test
  void filesThatCannotBeWrittenAreAbandoned() {
    assertThatThrownBy(
            () ->
                run(
                    stream().addElements(timed("full", 1, NOON)).advanceWatermarkToInfinity(),
                    AppendTables.to(warehouse, MINUTELY)))
        .hasStackTraceContaining("the disk is full");
    assertThat(warehouse.has("abandoned")).isTrue();
    assertThat(warehouse.made()).isEmpty();
  }

  @Test
  void refusesAnIntervalBelowASecond() {
    assertThatThrownBy(() -> AppendTables.to(warehouse, Duration.ofMillis(999)))
        .hasMessage("Commit interval must be at least PT1S, was PT0.999S");
  }
}
