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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {

  private static final SchemaRegistry SCHEMAS =
      Rows.schemas(Rows.properties("\"name\": {\"type\": \"string\"}"));
  private static final DayRange TENTH = days("2026-03-10", "2026-03-11");

  @TempDir Path temp;
  private Path folder;
  private TestWarehouse warehouse;

  @BeforeEach
  void aWarehouseWithARun() {
    folder = temp.resolve("warehouse");
    warehouse = new TestWarehouse(folder);
    warehouse.run(SCHEMAS, DayRange.all(), "r1", row(1, "old"), dead(2));
    warehouse.said.clear();
  }

  private static TableRow row(long offset, String name) {
    return plain(SCHEMAS, offset, NOON, "{\"name\": \"" + name + "\"}");
  }

  private static TableRow dead(long offset) {
    return deadLetter(offset, NOON, List.of(), new byte[] {'{'});
  }

  private List<Object> offsets(String table) {
    return warehouse.values(table, "kafka_offset");
  }

  /** A run that is killed when it has committed so many tables; -1: before it began to commit. */
  private void killedAfter(int tables, TableRow... rows) {
    try (PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "r2")) {
      List<WrittenFile> files = TestWarehouse.write(run.warehouse(), List.of(rows));
      if (tables < 0) {
        warehouse.freeze();
      }
      int[] committed = {0};
      run.warehouse()
          .commit(
              files,
              table -> {
                if (++committed[0] == tables) {
                  warehouse.freeze();
                }
              });
    }
    warehouse.thaw();
    warehouse.said.clear();
  }

  /** Another run prepares itself and ends without having done anything. */
  private void next() {
    warehouse.prepare(SCHEMAS, TENTH, "r3").close();
  }

  @Test
  void aRunThatWasKilledBeforeItsCommitLeavesNothing() {
    TreeSet<String> before = warehouse.everything();
    killedAfter(-1, row(3, "new"), dead(4));
    assertThat(warehouse.everything()).hasSizeGreaterThan(before.size());

    next();

    assertThat(warehouse.said)
        .containsExactly(
            "Run r2 was stopped before its commit: every table is as it was before it",
            "Deleted 2 files that run r2 left behind");
    assertThat(offsets(TABLE)).containsExactly(1L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L);
    assertThat(warehouse.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRunThatWasKilledBetweenItsCommitsIsFinished(int tables) throws IOException {
    killedAfter(tables, row(3, "new"), dead(4));

    next();

    // Duplicates and sessions have no rows, before and after, and hence no commit of their own.
    int done = tables >= 3 ? 2 : 1;
    assertThat(warehouse.said)
        .containsExactly(
            "Run r2 was stopped in the middle of its commit, with "
                + done
                + " of 4 tables done: finishing it");
    assertThat(offsets(TABLE)).containsExactly(3L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(4L);
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json", "r2.json");
    assertThat(Files.readString(folder.resolve("_runs/r2.json")))
        .contains("\"events_item_seen\" : 1", "\"MALFORMED_JSON\" : 1");

    warehouse.said.clear();
    next();
    assertThat(warehouse.said).isEmpty();
  }

  @Test
  void aRunThatWasKilledBeforeItsFirstCommitButWroteItDownIsFinished() {
    try (PreparedRun run = warehouse.prepare(SCHEMAS, days("2026-03-11", "2026-03-12"), "r2")) {
      TableRow tomorrow = plain(SCHEMAS, 3, NOON + DAY, "{}");
      run.warehouse()
          .commit(
              TestWarehouse.write(run.warehouse(), List.of(tomorrow)),
              table -> {
                if (table
                    .table()
                    .equals(TableNames.DUPLICATES)) { // before it nothing is to be changed
                  warehouse.freeze();
                }
              });
    }
    warehouse.thaw();
    assertThat(offsets(TABLE)).containsExactly(1L);

    next();

    assertThat(warehouse.said)
        .containsExactly(
            "Run r2 was stopped in the middle of its commit, with 0 of 4 tables done:"
                + " finishing it");
    assertThat(offsets(TABLE)).containsExactly(1L, 3L);
  }

  @Test
  void aRunThatWasKilledAfterItsLastCommitSaysNothing() {
    PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "r2");
    run.warehouse()
        .commit(TestWarehouse.write(run.warehouse(), List.of(row(3, "new"))), table -> {});
    TestWarehouse.write(run.warehouse(), List.of(row(3, "failed attempt")));
    warehouse.kill(run);

    next();

    assertThat(warehouse.said).containsExactly("Deleted 1 files that run r2 left behind");
    assertThat(offsets(TABLE)).containsExactly(3L);
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json", "r2.json");
  }

  @Test
  void aKillInTheRecoveryItselfDoesNoHarm() {
    killedAfter(1, row(3, "new"), dead(4));
    PreparedRun recovering = warehouse.prepare(SCHEMAS, TENTH, "r3");
    warehouse.kill(recovering);
    warehouse.said.clear();

    warehouse.prepare(SCHEMAS, TENTH, "r4").close();

    assertThat(warehouse.said)
        .containsExactly(
            "Run r3 was stopped before its commit: every table is as it was before it");
    assertThat(offsets(TABLE)).containsExactly(3L);
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json", "r2.json");
  }

  @Test
  void aRunThatIsRefusedAfterARecoveryDoesNotSpoilWhatIsSaid() {
    killedAfter(1, row(3, "new"), dead(4));
    var others = Rows.schemas(Rows.properties("\"name\": {\"type\": \"integer\"}"));
    assertThatThrownBy(() -> warehouse.prepare(others, TENTH, "r3"))
        .isInstanceOf(InvalidWarehouse.class);
    warehouse.said.clear();

    next();

    assertThat(warehouse.said).isEmpty();
    assertThat(offsets(TABLE)).containsExactly(3L);
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json", "r2.json");
  }

  @Test
  void aCommitThatCannotBeFinishedIsSaidAndBlocksNobody() {
    killedAfter(1, row(3, "new"), dead(4));
    warehouse.append(TABLE, SCHEMAS, row(9, "another's"));

    next();

    assertThat(warehouse.said)
        .containsExactly(
            "Run r2 was stopped in the middle of its commit, with 1 of 4 tables done: finishing it",
            "Run r2 cannot be finished: Another writer has changed events_item_seen in 2026-03-10"
                + " to 2026-03-10 since this run began; nothing of it was overwritten, but 1 other"
                + " tables have the rows of this run. Run the replay again",
            "Deleted 1 files that run r2 left behind");
    assertThat(offsets(TABLE)).containsExactly(1L, 9L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(4L);
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json");

    warehouse.said.clear();
    warehouse.run(SCHEMAS, TENTH, "r4", row(1, "again"));
    assertThat(warehouse.said).isEmpty();
    assertThat(offsets(TABLE)).containsExactly(1L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void aTableThatWasDroppedSinceBlocksNobody() {
    killedAfter(1, row(3, "new"));
    try (var catalog = warehouse.config().open()) {
      catalog.catalog().dropTable(catalog.table(TABLE), false);
    }

    next();

    assertThat(warehouse.said)
        .anyMatch(line -> line.contains("cannot be finished: Another writer has changed " + TABLE));
    assertThat(offsets(TABLE)).isEmpty();
  }

  @Test
  void deletesMetadataThatAKilledCommitLeft() throws IOException {
    PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "r2");
    Path orphan =
        Files.writeString(
            folder.resolve("analytics/" + TABLE + "/metadata/snap-1-1-orphan.avro"), "half");
    warehouse.kill(run);
    assertThat(orphan).exists();

    next();

    assertThat(orphan).doesNotExist();
    assertThat(warehouse.said).contains("Deleted 1 files that run r2 left behind");
    assertThat(offsets(TABLE)).containsExactly(1L);
  }

  @Test
  void deletesWhatAKillLeftOfTheJournal() throws IOException {
    for (String name : List.of(".r2.running", ".r2.pending", ".r2.json")) {
      Files.writeString(folder.resolve("_runs").resolve(name), "{\"half");
    }

    next();

    assertThat(warehouse.said).isEmpty();
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json");
  }

  @Test
  void keepsTheFilesOfOtherProgramsInTheTables() {
    PreparedRun killed = warehouse.prepare(SCHEMAS, TENTH, "r2");
    TestWarehouse.write(killed.warehouse(), List.of(row(3, "orphan")));
    warehouse.append(TABLE, SCHEMAS, row(9, "another's"));
    warehouse.on(
        TABLE,
        table -> {
          PartitionData day = new PartitionData(table.spec().partitionType());
          day.set(0, (int) (NOON / DAY));
          table
              .newRowDelta()
              .addDeletes(
                  FileMetadata.deleteFileBuilder(table.spec())
                      .ofPositionDeletes()
                      .withPath(table.location() + "/data/r2/kept.parquet")
                      .withPartition(day)
                      .withFormat(FileFormat.PARQUET)
                      .withFileSizeInBytes(10)
                      .withRecordCount(1)
                      .build())
              .commit();
          try {
            return Files.writeString(
                Path.of(table.location(), "data", "r2", "kept.parquet"), "deletes");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    TreeSet<String> data = dataFiles();
    warehouse.kill(killed);

    next();

    assertThat(warehouse.said).contains("Deleted 1 files that run r2 left behind");
    assertThat(dataFiles())
        .hasSize(data.size() - 1)
        .anyMatch(name -> name.endsWith("kept.parquet"));
  }

  private TreeSet<String> dataFiles() {
    TreeSet<String> names = warehouse.everything();
    names.removeIf(name -> !name.endsWith(".parquet"));
    return names;
  }

  @Test
  void manyKilledRunsLeaveNoGrowingRubbish() {
    warehouse.run(SCHEMAS, TENTH, "r2", row(3, "new"), dead(4));
    long orphans = -1;
    for (int i = 0; i < 4; i++) {
      PreparedRun run = warehouse.prepare(SCHEMAS, TENTH, "killed-" + i);
      TestWarehouse.write(run.warehouse(), List.of(row(3, "new"), dead(4)));
      warehouse.kill(run);
      long now = warehouse.everything().size();
      assertThat(orphans == -1 || now == orphans).isTrue();
      orphans = now;
    }
  }

  @Test
  void aSecondRunIsRefusedWhileOneIsOpen() {
    try (PreparedRun open = warehouse.prepare(SCHEMAS, TENTH, "r2")) {
      assertThatThrownBy(() -> warehouse.prepare(SCHEMAS, TENTH, "r3"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage("Another run is writing to " + folder + "; wait for it to end");
      open.warehouse()
          .commit(TestWarehouse.write(open.warehouse(), List.of(row(3, "new"))), table -> {});
    }
    next();
    assertThat(warehouse.said).isEmpty();
    assertThat(offsets(TABLE)).containsExactly(3L);
  }

  @Test
  void aRefusedRunLeavesTheWarehouseFree() {
    var others = Rows.schemas(Rows.properties("\"name\": {\"type\": \"integer\"}"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> warehouse.prepare(others, TENTH, "r2"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessageContaining("properties.name");
    }
    next();
    assertThat(warehouse.said).isEmpty();
    assertThat(warehouse.journal()).containsExactly("lock", "r1.json");
  }

  @Test
  void saysNothingPersonal() {
    killedAfter(1, row(3, "Ada Lovelace"), dead(4));
    warehouse.append(TABLE, SCHEMAS, row(9, "Ada Lovelace"));
    next();
    assertThat(warehouse.said).hasSize(3).noneMatch(line -> line.contains("Ada"));
  }
}
