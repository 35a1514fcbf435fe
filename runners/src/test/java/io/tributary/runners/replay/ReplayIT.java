package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up shop through embedded Flink: the counts, the conservation of records, and the laws. */
class ReplayIT {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);
  private static final DayRange MIDDLE = new DayRange(FIRST_DAY.plusDays(2), FIRST_DAY.plusDays(4));

  @TempDir static Path folder;
  private static GeneratorResult made;
  private static ReplayConfig full;
  private static ReplaySummary summary;
  private static Lake lake;

  @BeforeAll
  static void replayOnce() throws IOException {
    made =
        Generator.run(
            new GeneratorOptions(
                folder.resolve("made"), 20_000, 6, 7, FIRST_DAY, 600, 8, 4, 0.5, 2, 1, 3),
            records -> {});
    full = Runs.of(made, folder.resolve("warehouse"));
    summary = Runs.flink(full, 2);
    lake = Lake.open().attach("first", folder.resolve("warehouse"));
  }

  @AfterAll
  static void close() {
    lake.close();
  }

  @Test
  void comesToTheCountsThatTheGeneratorExpects() {
    assertThat(summary.rawRecords()).isEqualTo(made.rawRecords());
    assertThat(summary.loaded()).isEqualTo(made.loaded());
    assertThat(summary.duplicates()).isEqualTo(made.duplicates());
    assertThat(summary.deadLetters()).isEqualTo(new TreeMap<>(made.deadLetters()));
    assertThat(summary.sessions()).isEqualTo(made.sessions());
    assertThat(summary.lateEvents()).isEqualTo(made.lateEvents());
    assertThat(summary.residual()).isZero();
    TreeMap<String, Long> events = new TreeMap<>(summary.tables());
    events.keySet().removeIf(table -> !table.startsWith("events_"));
    assertThat(events).isEqualTo(new TreeMap<>(made.tables()));
    assertThat(lake.count(currentSessions())).isEqualTo(made.currentSessions());
  }

  @Test
  void tellsTheRowsThatAreInTheTables() {
    assertThat(lake.rows("first")).isEqualTo(summary.tables());
    assertThat(lake.ask("SELECT reason, count(*) FROM first.dead_letters GROUP BY 1 ORDER BY 1"))
        .containsExactlyElementsOf(
            summary.deadLetters().entrySet().stream()
                .map(reason -> reason.getKey() + "|" + reason.getValue())
                .toList());
    assertThat(lake.count("SELECT * FROM " + lake.allEvents("first", "is_late") + " WHERE is_late"))
        .isEqualTo(summary.lateEvents());
  }

  @Test
  void endsEveryRawRecordInExactlyOneRow() {
    String rows =
        lake.allEvents("first", "kafka_topic, kafka_partition, kafka_offset, received_at")
            + " UNION ALL SELECT kafka_topic, kafka_partition, kafka_offset, received_at"
            + " FROM first.dead_letters UNION ALL"
            + " SELECT kafka_topic, kafka_partition, kafka_offset, received_at"
            + " FROM first.duplicates";
    String raw =
        "SELECT topic, partition, \"offset\", received_at FROM read_parquet('"
            + made.raw()
            + "/*/*.parquet', hive_partitioning = false)";
    assertThat(lake.count("(" + rows + ") EXCEPT ALL (" + raw + ")")).isZero();
    assertThat(lake.count("(" + raw + ") EXCEPT ALL (" + rows + ")")).isZero();
  }

  @Test
  void keepsTheBytesOfDeadLetters() {
    assertThat(
            lake.count(
                "SELECT topic, partition, \"offset\", payload FROM read_parquet('"
                    + made.raw()
                    + "/*/*.parquet', hive_partitioning = false) EXCEPT SELECT kafka_topic,"
                    + " kafka_partition, kafka_offset, payload FROM first.dead_letters"))
        .isEqualTo(made.rawRecords() - lake.rows("first").get("dead_letters"));
  }

  @Test
  void numbersTheEventsOfASessionWithoutGap() {
    String events =
        lake.allEvents("first", "session_id, session_event_number n, session_is_new, timestamp");
    String bySession =
        "SELECT session_id, count(*) events, count(DISTINCT n) numbers, min(n) lowest, max(n)"
            + " highest, count(*) FILTER (session_is_new) news, count(*) FILTER (session_is_new AND"
            + " n = 1) new_first, min(timestamp) started, max(timestamp) ended FROM "
            + events
            + " GROUP BY 1";
    assertThat(
            lake.count(
                "SELECT * FROM ("
                    + bySession
                    + ") WHERE numbers <> events OR lowest <> 1 OR highest <> events OR news <> 1"
                    + " OR new_first <> 1 OR session_id IS NULL"))
        .isZero();
    // The newest row of each session says the same as its events.
    assertThat(
            lake.count(
                "(SELECT session_id, events, started, ended FROM ("
                    + bySession
                    + ")) EXCEPT ALL (SELECT session_id, event_count, started_at, ended_at FROM ("
                    + currentSessions()
                    + "))"))
        .isZero();
    assertThat(lake.count(bySession)).isEqualTo(made.currentSessions());
  }

  @Test
  void changesNoRowWhenItRunsAgain() throws IOException {
    Path warehouse = folder.resolve("again");
    Runs.flink(Runs.of(made, warehouse), 4);
    lake.attach("once", warehouse);
    assertThat(lake.differences("first", "once")).as("parallelism 2 and 4").isEmpty();

    Runs.flink(Runs.of(made, warehouse), 2);
    lake.attach("twice", warehouse);
    assertThat(lake.differences("once", "twice")).isEmpty();

    ReplaySummary days = Runs.flink(Runs.withDays(Runs.of(made, warehouse), MIDDLE), 2);
    assertThat(days.residual()).isZero();
    lake.attach("thrice", warehouse);
    assertThat(lake.differences("first", "thrice")).as("days replayed into all").isEmpty();
  }

  @Test
  void givesTheSameRowsForFilesInAnotherOrderAndCopiesOfSome() throws IOException {
    Path shuffled = shuffledStore();
    Path warehouse = folder.resolve("shuffled-warehouse");
    ReplaySummary other = Runs.flink(Runs.withRaw(Runs.of(made, warehouse), shuffled), 1);
    assertThat(other.rawRecords()).isEqualTo(made.rawRecords());
    assertThat(other.residual()).isZero();
    lake.attach("shuffled", warehouse);
    assertThat(lake.differences("first", "shuffled")).isEmpty();
  }

  @Test
  void replaysDaysToTheRowsThatAFullReplayHasThere() throws IOException {
    Path warehouse = folder.resolve("middle");
    ReplaySummary days = Runs.flink(Runs.withDays(Runs.of(made, warehouse), MIDDLE), 2);
    assertThat(days.residual()).isZero();
    lake.attach("middle", warehouse);
    assertThat(lake.differences("first", "middle", MIDDLE)).isEmpty();
    assertThat(lake.count(outside("middle", MIDDLE))).as("rows of other days").isZero();
  }

  /** The records in other files: sorted at random, split and merged, and two days' files twice. */
  private static Path shuffledStore() throws IOException {
    Path store = Files.createDirectories(folder.resolve("shuffled/some/depth"));
    String all =
        "SELECT * FROM read_parquet('" + made.raw() + "/*/*.parquet', hive_partitioning = false)";
    for (int part = 0; part < 3; part++) {
      lake.run(
          "COPY (SELECT * FROM ("
              + all
              + ") WHERE hash(partition, \"offset\") % 3 = "
              + part
              + " ORDER BY hash(\"offset\", partition)) TO '"
              + store.resolve("z" + (3 - part) + ".parquet")
              + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    }
    try (Stream<Path> files = Files.list(made.raw().resolve("received_date=2026-03-04"))) {
      for (Path file : new ArrayList<>(files.toList()).subList(0, 4)) {
        Files.copy(file, store.resolveSibling("copy-of-" + file.getFileName()));
      }
    }
    return folder.resolve("shuffled");
  }

  private static String currentSessions() {
    return "SELECT * FROM first.sessions QUALIFY row_number() OVER"
        + " (PARTITION BY session_id ORDER BY revision DESC) = 1";
  }

  private static String outside(String name, DayRange days) {
    String filter =
        " NOT BETWEEN TIMESTAMPTZ '"
            + days.from()
            + " 00:00:00Z' AND TIMESTAMPTZ '"
            + days.to().minusDays(1)
            + " 23:59:59.999Z'";
    return "SELECT 1 FROM "
        + lake.allEvents(name, "received_at")
        + " WHERE received_at"
        + filter
        + " UNION ALL SELECT 1 FROM "
        + name
        + ".sessions WHERE closed_at"
        + filter;
  }
}
