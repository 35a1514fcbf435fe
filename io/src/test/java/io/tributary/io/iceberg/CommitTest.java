package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Rows.DAY;
import static io.tributary.io.iceberg.Rows.NOON;
import static io.tributary.io.iceberg.Rows.TABLE;
import static io.tributary.io.iceberg.Rows.deadLetter;
import static io.tributary.io.iceberg.Rows.plain;
import static io.tributary.io.iceberg.TestWarehouse.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.WrittenFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

  private static final SchemaRegistry SCHEMAS =
      Rows.schemas(Rows.properties("\"name\": {\"type\": \"string\"}"));
  private static final DayRange TENTH = days("2026-03-10", "2026-03-11");

  @TempDir Path temp;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new TestWarehouse(temp.resolve("warehouse"));
  }

  private static TableRow row(long offset, int day, String name) {
    return plain(SCHEMAS, offset, NOON + day * DAY, "{\"name\": \"" + name + "\"}");
  }

  private static TableRow dead(long offset, int day) {
    return deadLetter(offset, NOON + day * DAY, List.of(), null);
  }

  private List<Object> offsets(String table) {
    return warehouse.values(table, "kafka_offset");
  }

  @Test
  void overwritesExactlyTheDaysOfItsRange() {
    warehouse.run(
        SCHEMAS,
        DayRange.all(),
        "first",
        row(1, -1, "a"),
        row(2, 0, "b"),
        row(3, 0, "c"),
        row(4, 1, "d"));

    CommitReport report = warehouse.run(SCHEMAS, TENTH, "second", row(2, 0, "new"));

    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 4L);
    assertThat(warehouse.values(TABLE, "properties").toString())
        .isEqualTo("[{name=a}, {name=new}, {name=d}]");
    assertThat(report.rows()).containsEntry(TABLE, 1L).containsEntry(TableNames.DEAD_LETTERS, 0L);
    assertThat(report.files()).isEqualTo(1);
  }

  @Test
  void oneSidedRangesReachToTheEnd() {
    warehouse.run(
        SCHEMAS, DayRange.all(), "first", row(1, -1, "a"), row(2, 0, "b"), row(3, 1, "c"));

    warehouse.run(SCHEMAS, new DayRange(LocalDate.parse("2026-03-11"), null), "second");
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);

    warehouse.run(SCHEMAS, new DayRange(null, LocalDate.parse("2026-03-10")), "third");
    assertThat(offsets(TABLE)).containsExactly(2L);
  }

  @Test
  void daysWithoutRowsBecomeEmptyEachTime() {
    for (int i = 0; i < 2; i++) {
      warehouse.run(SCHEMAS, TENTH, "full-" + i, row(1, 0, "a"), dead(2, 0));
      assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L);

      warehouse.run(SCHEMAS, TENTH, "none-" + i, row(1, 0, "a"));
      assertThat(offsets(TableNames.DEAD_LETTERS)).isEmpty();
      assertThat(offsets(TABLE)).containsExactly(1L);
    }
  }

  @Test
  void theSameRangeMayBecomeEmptyDayByDay() {
    warehouse.run(SCHEMAS, DayRange.all(), "first", row(1, 0, "a"), row(2, 1, "b"));

    warehouse.run(SCHEMAS, TENTH, "second");
    assertThat(offsets(TABLE)).containsExactly(2L);

    warehouse.run(SCHEMAS, days("2026-03-11", "2026-03-12"), "third");
    assertThat(offsets(TABLE)).isEmpty();
  }

  @Test
  void aTableWithoutChangeGetsNoSnapshot() {
    warehouse.run(SCHEMAS, TENTH, "first", row(1, 0, "a"));
    warehouse.run(SCHEMAS, days("2026-04-01", "2026-04-02"), "second");

    assertThat(warehouse.snapshots(TableNames.DUPLICATES)).isEmpty();
    assertThat(warehouse.snapshots(TABLE)).hasSize(1);
  }

  @Test
  void aSnapshotCarriesItsTokenAndItsRun() {
    warehouse.run(SCHEMAS, TENTH, "first", row(1, 0, "a"));
    warehouse.run(SCHEMAS, TENTH, "second", row(1, 0, "a"));

    List<Snapshot> snapshots = warehouse.snapshots(TABLE);
    assertThat(snapshots)
        .extracting(s -> s.summary().get(Committer.RUN))
        .containsExactly("first", "second");
    assertThat(snapshots)
        .extracting(s -> s.summary().get(Committer.TOKEN))
        .allMatch(token -> token.matches("[0-9a-f]{32}"))
        .doesNotHaveDuplicates();
  }

  @Test
  void committingTwiceIsCommittingOnce() {
    List<String> committed = new ArrayList<>();
    try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "only")) {
      List<WrittenFile> files =
          TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "a"), dead(2, 0)));
      run.warehouse().commit(files, table -> committed.add(table.table()));
      CommitReport report = run.report();
      run.warehouse().commit(files, table -> committed.add(table.table()));
      assertThat(run.report()).isEqualTo(report);
    }

    assertThat(committed)
        .containsExactly(
            "dead_letters",
            "duplicates",
            TABLE,
            "sessions",
            "dead_letters",
            "duplicates",
            TABLE,
            "sessions");
    assertThat(warehouse.snapshots(TABLE)).hasSize(1);
    assertThat(offsets(TABLE)).containsExactly(1L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L);
  }

  @Test
  void aSecondAttemptOfTheSameRunReplacesTheFirst() {
    try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "only")) {
      for (int attempt = 0; attempt < 2; attempt++) {
        run.warehouse()
            .commit(
                TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "a"), row(2, 0, "b"))),
                table -> {});
      }
      assertThat(run.report().rows()).containsEntry(TABLE, 2L);
    }
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void refusesWhereAnotherWriterCameBetweenAndChangesNothing() {
    warehouse.run(SCHEMAS, TENTH, "first", row(1, 0, "a"), dead(2, 0));
    assertThatThrownBy(
            () -> {
              try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "second")) {
                List<WrittenFile> files =
                    TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "new"), dead(3, 0)));
                warehouse.append(TABLE, SCHEMAS, row(9, 0, "other"));
                run.warehouse().commit(files, table -> {});
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Another writer has changed events_item_seen in 2026-03-10 to 2026-03-10 since this run"
                + " began; nothing of it was overwritten. Run the replay again");

    assertThat(offsets(TABLE)).containsExactly(1L, 9L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L);

    warehouse.said.clear();
    warehouse.run(SCHEMAS, TENTH, "third", row(1, 0, "newest"));
    assertThat(offsets(TABLE)).containsExactly(1L);
    assertThat(warehouse.said).isEmpty();
    assertThat(warehouse.journal()).containsExactly("first.json", "lock", "third.json");
    assertThat(warehouse.everything()).noneMatch(name -> name.contains("data/second"));
  }

  @Test
  void refusesAlsoWhereTheTableHadNoRowsWhenTheRunBegan() {
    assertThatThrownBy(
            () -> {
              try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "first")) {
                List<WrittenFile> files =
                    TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "a")));
                warehouse.append(TABLE, SCHEMAS, row(9, 0, "other"));
                run.warehouse().commit(files, table -> {});
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Another writer has changed " + TABLE);
    assertThat(offsets(TABLE)).containsExactly(9L);
  }

  @Test
  void anAppendOutsideTheRangeDoesNotDisturb() {
    warehouse.run(SCHEMAS, DayRange.all(), "first", row(1, 0, "a"), row(2, 1, "b"));
    try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "second")) {
      List<WrittenFile> files = TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "new")));
      warehouse.append(TABLE, SCHEMAS, row(9, 1, "other"));
      warehouse.append(TABLE, SCHEMAS, row(10, -1, "other"));
      run.warehouse().commit(files, table -> {});
    }
    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 9L, 10L);
  }

  @Test
  void deletesTheFilesOfFailedAttempts() {
    try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "only")) {
      TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "a"), dead(2, 0)));
      run.warehouse()
          .commit(TestWarehouse.write(run.warehouse(), List.of(row(1, 0, "a"))), table -> {});
    }
    assertThat(warehouse.everything())
        .filteredOn(name -> name.endsWith(".parquet"))
        .hasSize(1)
        .allMatch(name -> name.contains(TABLE + "/data/only/2026-03-10-"));
  }
}
