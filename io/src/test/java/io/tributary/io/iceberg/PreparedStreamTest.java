package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Rows.NOON;
import static io.tributary.io.iceberg.Rows.TABLE;
import static io.tributary.io.iceberg.Rows.deadLetter;
import static io.tributary.io.iceberg.Rows.plain;
import static io.tributary.io.iceberg.TestWarehouse.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.PreparedStream.Start;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Append;
import io.tributary.transforms.warehouse.TableCut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedStreamTest {

  private static final SchemaRegistry SCHEMAS =
      Rows.schemas(Rows.properties("\"name\": {\"type\": \"string\"}"));

  @TempDir Path temp;
  private Path folder;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    folder = temp.resolve("warehouse");
    warehouse = new TestWarehouse(folder);
  }

  private PreparedStream prepare(Start start, String name) {
    return TestStreams.prepare(warehouse, SCHEMAS, start, name);
  }

  private static TableRow row(long offset, long time) {
    return plain(SCHEMAS, offset, time, "{\"name\": \"a\"}");
  }

  private StreamRecord record() {
    return StreamRecord.read(warehouse.config()).orElseThrow();
  }

  @Test
  void aFirstStartMakesTheTablesAndTheRecord() {
    assertThat(PreparedStream.hasRows(warehouse.config())).isFalse();
    assertThat(folder).doesNotExist();

    PreparedStream stream = prepare(Start.FIRST, "one");

    assertThat(stream.tableThrough()).isEmpty();
    assertThat(stream.othersThrough()).isEqualTo(Long.MIN_VALUE);
    assertThat(record()).isEqualTo(stream.record());
    assertThat(record().stream()).isEqualTo("one");
    assertThat(record().topics()).containsExactly("events");
    assertThat(record().committedThrough()).isEqualTo(Long.MIN_VALUE);
    assertThat(warehouse.rows(TABLE)).isEmpty();
    assertThat(PreparedStream.hasRows(warehouse.config())).isFalse();
    // Nothing was appended: it may start from nothing again.
    assertThat(prepare(Start.FIRST, "two").record().stream()).isEqualTo("two");
  }

  @Test
  void aStartFromNothingIsRefusedWhereThereAreRows() {
    new TestStreams(prepare(Start.FIRST, "one").appends()).commit(NOON, row(1, NOON - 1));

    assertThat(PreparedStream.hasRows(warehouse.config())).isTrue();
    assertThatThrownBy(() -> prepare(Start.FIRST, "two"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            folder
                + " holds the rows of a stream, and no state to go on from is given; resume it with"
                + " its checkpoint, or start it with --rebuild");
    assertThat(record().stream()).isEqualTo("one");
  }

  @Test
  void rowsThatNoStreamWroteAreNotAppendedTo() {
    warehouse.run(SCHEMAS, DayRange.all(), "r1", row(1, NOON));
    for (Start start : List.of(Start.FIRST, Start.REBUILD)) {
      assertThatThrownBy(() -> prepare(start, "one"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage(folder + " holds rows that no stream wrote; give --warehouse another folder");
    }
    assertThatThrownBy(() -> prepare(Start.RESUME, "one"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("knows of no stream that could be resumed");
    assertThat(StreamRecord.read(warehouse.config())).isEmpty();
  }

  @Test
  void aStoppedStreamResumesUnderItsName() {
    TestStreams stream = new TestStreams(prepare(Start.FIRST, "one").appends());
    stream.commit(NOON, row(1, NOON - 1));
    assertThat(PreparedStream.stopped(warehouse.config())).isTrue();
    assertThat(record().state()).isEqualTo(StreamRecord.State.STOPPED);

    PreparedStream resumed = prepare(Start.RESUME, "ignored");
    TestStreams again = new TestStreams(resumed.appends());
    again.restore(stream.save());
    again.commit(NOON + 10, row(2, NOON));

    assertThat(record().state()).isEqualTo(StreamRecord.State.RUNNING);
    assertThat(record().stream()).isEqualTo("one");
    assertThat(warehouse.values(TABLE, "kafka_offset")).containsExactly(1L, 2L);
  }

  @Test
  void aStreamDoesNotResumeWithOtherTopics() {
    prepare(Start.FIRST, "one");
    for (List<String> others : List.of(List.of("clicks"), List.of("events", "clicks"))) {
      assertThatThrownBy(() -> prepare(Start.RESUME, others))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage(
              "The stream of "
                  + folder
                  + " reads events, and its saved state knows no other topics than these; give"
                  + " --topic events, or start it with --rebuild");
    }
    assertThat(prepare(Start.RESUME, List.of("events")).record().topics())
        .containsExactly("events");
    assertThat(prepare(Start.REBUILD, List.of("events", "clicks")).record().topics())
        .containsExactly("events", "clicks");
  }

  private PreparedStream prepare(Start start, List<String> topics) {
    return PreparedStream.prepare(
        warehouse.config(),
        SCHEMAS,
        TestWarehouse.RULES,
        topics,
        start,
        "another",
        warehouse.said::add);
  }

  @Test
  void aRebuiltStreamWritesOnlyWhatTheTablesDoNotHold() {
    TestStreams stream = new TestStreams(prepare(Start.FIRST, "one").appends());
    stream.commit(NOON, row(1, NOON - 1), deadLetter(2, NOON - 1, List.of(), null));
    stream.commit(NOON + 10, row(3, NOON + 5));
    // Another append reached one table, and then its worker was killed.
    Append third =
        stream.next(NOON + 20, row(4, NOON + 11), deadLetter(5, NOON + 12, List.of(), null));
    TableCut reached = third.cuts().get(1);
    assertThat(reached.table()).isEqualTo(TABLE);
    try (var catalog = warehouse.config().open()) {
      new StreamCommitter(catalog, "one").commit(reached, 2);
    }

    PreparedStream rebuilt = prepare(Start.REBUILD, "two");

    assertThat(rebuilt.tableThrough())
        .containsEntry(TABLE, NOON + 20)
        .containsEntry(TableNames.DEAD_LETTERS, NOON + 10);
    assertThat(rebuilt.othersThrough()).isEqualTo(NOON + 10);
    assertThat(warehouse.said).as("data files of the old stream that no table knows").isEmpty();
    assertThat(warehouse.everything())
        .filteredOn(name -> name.startsWith("analytics/dead_letters/data"))
        .hasSize(1);
    TestStreams two = new TestStreams(rebuilt.appends());
    two.commit(NOON - 100);
    assertThat(record().committedThrough()).isEqualTo(NOON + 10);
    two.commit(NOON + 30, deadLetter(5, NOON + 12, List.of(), null), row(6, NOON + 25));
    assertThat(warehouse.values(TABLE, "kafka_offset")).containsExactly(1L, 3L, 4L, 6L);
    assertThat(warehouse.values(TableNames.DEAD_LETTERS, "kafka_offset")).containsExactly(2L, 5L);
    assertThat(record().committedThrough()).isEqualTo(NOON + 30);

    // Once it has been stopped in the middle of the rebuild, the same rows are still dropped.
    assertThat(prepare(Start.RESUME, "x").tableThrough()).isEqualTo(rebuilt.tableThrough());
  }

  @Test
  void aSetBackThatWasKilledBetweenTwoTablesCanBeRebuilt() {
    TestStreams stream = new TestStreams(prepare(Start.FIRST, "one").appends());
    stream.commit(NOON, row(1, NOON - 1), deadLetter(2, NOON - 1, List.of(), null));
    TestStreams.State saved = stream.save();
    stream.commit(NOON + 20, row(3, NOON + 15), deadLetter(4, NOON + 15, List.of(), null));
    stream.restore(saved);
    Append back = stream.next(NOON + 10, row(9, NOON + 5), deadLetter(8, NOON, List.of(), null));
    var appends = prepare(Start.RESUME, "").appends();
    try {
      appends.append(
          back,
          table -> {
            throw new IllegalArgumentException("killed");
          });
    } catch (IllegalArgumentException killed) {
      assertThat(killed).hasMessage("killed");
    }

    assertThat(record().committedThrough()).isEqualTo(NOON + 10);
    assertThat(prepare(Start.REBUILD, "two").tableThrough())
        .containsEntry(TableNames.DEAD_LETTERS, NOON + 10)
        .containsEntry(TABLE, NOON + 20);
  }

  @Test
  void aFinishedStreamIsNotGoneOnWith() {
    TestStreams stream = new TestStreams(prepare(Start.FIRST, "one").appends());
    stream.commit(TableCut.END, row(1, NOON));
    for (Start start : List.of(Start.RESUME, Start.REBUILD)) {
      assertThatThrownBy(() -> prepare(start, "two"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage(
              "The stream of "
                  + folder
                  + " was finished, with every session closed; give --warehouse another folder");
    }
    assertThat(PreparedStream.stopped(warehouse.config())).isFalse();
    assertThat(record().state()).isEqualTo(StreamRecord.State.FINISHED);
  }

  @Test
  void otherRulesAreRefused() {
    prepare(Start.FIRST, "one");
    Rules others =
        new Rules(
            Duration.ofMinutes(5),
            TestWarehouse.RULES.maxOutOfOrder(),
            TestWarehouse.RULES.privacy(),
            TestWarehouse.RULES.schemas());
    assertThatThrownBy(
            () ->
                PreparedStream.prepare(
                    warehouse.config(),
                    SCHEMAS,
                    others,
                    TestStreams.TOPICS,
                    Start.RESUME,
                    "x",
                    line -> {}))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("was made with session-gap PT30M");
  }

  @Test
  void itLeavesTheLockToReplaysAndFinishesWhatAKilledOneBegan() {
    TestStreams stream = new TestStreams(prepare(Start.FIRST, "one").appends());
    stream.commit(NOON + Rows.DAY, row(1, NOON));
    DayRange tenth = days("2026-03-10", "2026-03-11");
    try (PreparedRun replay = warehouse.prepare(SCHEMAS, tenth, "r1")) {
      assertThat(prepare(Start.RESUME, "").record().stream()).isEqualTo("one");
      assertThatThrownBy(() -> prepare(Start.REBUILD, "two"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage(
              "A replay is writing to " + folder + "; wait for it to end, then start the stream");
      replay
          .warehouse()
          .commit(
              TestWarehouse.write(
                  replay.warehouse(), List.of(row(1, NOON), deadLetter(2, NOON, List.of(), null))),
              table -> {
                if (table.table().equals(TableNames.DEAD_LETTERS)) {
                  warehouse.freeze();
                }
              });
    }
    warehouse.thaw();
    warehouse.said.clear();

    prepare(Start.RESUME, "");

    assertThat(warehouse.said)
        .containsExactly(
            "Run r1 was stopped in the middle of its commit, with 1 of 4 tables done: finishing"
                + " it");
    assertThat(Files.exists(folder.resolve("_runs/r1.json"))).isTrue();
  }
}
