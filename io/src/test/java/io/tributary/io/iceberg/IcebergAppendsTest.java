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
import io.tributary.transforms.warehouse.Append;
import io.tributary.transforms.warehouse.AppendWarehouse.OutOfOrder;
import io.tributary.transforms.warehouse.AppendWarehouse.Refused;
import io.tributary.transforms.warehouse.TableCut;
import io.tributary.transforms.warehouse.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergAppendsTest {

  private static final SchemaRegistry SCHEMAS =
      Rows.schemas(Rows.properties("\"name\": {\"type\": \"string\"}"));
  private static final DayRange TENTH = days("2026-03-10", "2026-03-11");

  @TempDir Path temp;
  private TestWarehouse warehouse;
  private TestStreams stream;

  @BeforeEach
  void start() {
    warehouse = new TestWarehouse(temp.resolve("warehouse"));
    stream = TestStreams.first(warehouse, SCHEMAS);
  }

  private static TableRow row(long offset, long time) {
    return plain(SCHEMAS, offset, time, "{\"name\": \"a\"}");
  }

  private static TableRow dead(long offset, long time) {
    return deadLetter(offset, time, List.of(), null);
  }

  private List<Object> offsets(String table) {
    return warehouse.values(table, "kafka_offset");
  }

  private StreamRecord record() {
    return StreamRecord.read(warehouse.config()).orElseThrow();
  }

  @Test
  void appendsCutAfterCutAndSaysHowFarItCame() {
    assertThat(stream.commit(NOON, row(1, NOON - 5), dead(2, NOON - 4)))
        .containsExactly(TableNames.DEAD_LETTERS, TABLE);
    assertThat(stream.commit(NOON + 10)).isEmpty();
    assertThat(stream.commit(NOON + 20, row(3, NOON + 1))).containsExactly(TABLE);

    assertThat(offsets(TABLE)).containsExactly(1L, 3L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L);
    List<Snapshot> snapshots = warehouse.snapshots(TABLE);
    assertThat(snapshots).hasSize(2);
    assertThat(snapshots.get(1).summary())
        .containsEntry("tributary.stream", "one")
        .containsEntry("tributary.stream-sequence", "2")
        .containsEntry("tributary.stream-from", Long.toString(NOON))
        .containsEntry("tributary.stream-through", Long.toString(NOON + 20))
        .containsKey("tributary.commit-token");
    assertThat(record().sequence()).isEqualTo(2);
    assertThat(record().committedThrough()).isEqualTo(NOON + 20);
    assertThat(record().state()).isEqualTo(StreamRecord.State.RUNNING);
  }

  @Test
  void theSameAppendAgainChangesNothing() {
    stream.commit(NOON, row(1, NOON - 5));
    Append second = stream.next(NOON + 20, row(2, NOON), dead(3, NOON));
    stream.append(second);
    stream.append(second);
    stream.commit(NOON + 30, row(4, NOON + 25));
    assertThat(stream.append(second)).isEmpty();

    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 4L);
    assertThat(warehouse.snapshots(TABLE)).hasSize(3);
    assertThat(record().committedThrough()).isEqualTo(NOON + 30);
  }

  @Test
  void anAppendThatComesAgainAfterItsSuccessorDoesNotHoldUpTheNext() {
    stream.commit(NOON, row(1, NOON - 5));
    Append second = stream.next(NOON + 10, row(2, NOON));
    Append empty = stream.next(NOON + 15);
    stream.append(second);
    stream.append(empty);
    stream.commit(NOON + 20, row(3, NOON + 16));

    stream.append(second);
    stream.append(empty);
    assertThat(record().sequence()).isEqualTo(3);

    stream.commit(NOON + 30, row(4, NOON + 25));
    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(record().sequence()).isEqualTo(4);
  }

  @Test
  void severalCutsOfATableBecomeOneSnapshot() {
    Append first = stream.next(NOON, row(1, NOON - 5));
    Append second = stream.next(NOON + 20, row(2, NOON));
    List<TableCut> cuts = new ArrayList<>(second.cuts());
    cuts.addAll(first.cuts());
    stream.append(new Append(0, NOON + 20, cuts));

    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
    assertThat(warehouse.snapshots(TABLE)).hasSize(1);
    assertThat(warehouse.snapshots(TABLE).get(0).summary())
        .containsEntry("tributary.stream-from", Long.toString(TableCut.FIRST))
        .containsEntry("tributary.stream-through", Long.toString(NOON + 20));
  }

  @Test
  void anAppendBeforeItsPredecessorHasToWait() {
    stream.commit(NOON, row(1, NOON - 5));
    Append second = stream.next(NOON + 10, row(2, NOON));
    Append third = stream.next(NOON + 20, dead(3, NOON + 11));

    assertThatThrownBy(() -> stream.append(third)).isInstanceOf(OutOfOrder.class);
    assertThat(offsets(TableNames.DEAD_LETTERS)).isEmpty();

    stream.append(second);
    stream.append(third);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(3L);
  }

  @Test
  void aStreamThatWasSetBackReplacesWhatItAppendedAfter() {
    stream.commit(NOON, row(1, NOON - 5), dead(2, NOON - 5));
    TestStreams.State saved = stream.save();
    stream.commit(NOON + 10, row(3, NOON + 1));
    stream.commit(NOON + 20, row(4, NOON + 11), dead(5, NOON + 12));
    stream.commit(NOON + 30, row(6, NOON + 21));

    stream.restore(saved);
    stream.commit(NOON + 15, row(3, NOON + 1), row(4, NOON + 11));

    assertThat(offsets(TABLE)).containsExactly(1L, 3L, 4L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L, 5L);
    assertThat(record().committedThrough()).isEqualTo(NOON + 15);
    assertThat(record().sequence()).isEqualTo(1);

    stream.commit(NOON + 40, dead(5, NOON + 12), row(6, NOON + 21), row(7, NOON + 31));
    assertThat(offsets(TABLE)).containsExactly(1L, 3L, 4L, 6L, 7L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).containsExactly(2L, 5L);
  }

  @Test
  void itMayBeSetBackToItsBeginning() {
    TestStreams.State nothing = stream.save();
    stream.commit(NOON, row(1, NOON - 5));
    stream.commit(NOON + 10, row(2, NOON));
    stream.restore(nothing);
    stream.commit(NOON + 5, row(1, NOON - 5), row(2, NOON));

    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void aFileThatItAppendsOnceMoreIsThereOnce() {
    stream.commit(NOON, row(1, NOON - 5));
    TestStreams.State saved = stream.save();
    Append second = stream.next(NOON + 10, row(2, NOON));
    Append third = stream.next(NOON + 20, row(3, NOON + 10));
    List<TableCut> both = new ArrayList<>(second.cuts());
    both.addAll(third.cuts());
    stream.append(new Append(1, NOON + 20, both));

    // The saved state already held the first of the two cuts, and so does the one after it.
    stream.append(second);
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
    TestStreams.State forked = stream.save();
    stream.restore(new TestStreams.State(2, Map.of(TABLE, NOON + 10)));
    stream.commit(NOON + 20, row(3, NOON + 10));
    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 3L);

    stream.restore(saved);
    stream.commit(NOON + 30, row(2, NOON), row(3, NOON + 10), row(4, NOON + 21));
    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(forked.sequence()).isEqualTo(3);
  }

  @Test
  void whatWasReplacedDoesNotCountAsThere() {
    stream.commit(NOON, row(1, NOON - 5));
    TestStreams.State saved = stream.save();
    Append once = stream.next(NOON + 10, row(2, NOON));
    stream.append(once);
    stream.restore(saved);
    stream.commit(NOON + 20, row(2, NOON), row(3, NOON + 11));

    stream.append(once);

    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void rowsThatWouldBeMissingAreRefused() {
    stream.commit(NOON, row(1, NOON - 5));
    stream.next(NOON + 10, row(2, NOON));
    TableCut gap = stream.next(NOON + 20, row(3, NOON + 10)).cuts().get(0);

    assertThatThrownBy(() -> stream.append(new Append(1, NOON + 20, List.of(gap))))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "Rows between 2026-03-10T12:00:00Z and 2026-03-10T12:00:00.010Z are missing in table"
                + " events_item_seen; was it rolled back? Start the stream with --rebuild");
    TableCut none = new TableCut(TableNames.SESSIONS, 5, 6, gap.files(), List.of());
    assertThatThrownBy(() -> stream.append(new Append(1, NOON + 20, List.of(none))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Rows between the stream's beginning and");
    assertThat(offsets(TABLE)).containsExactly(1L);
  }

  @Test
  void anotherContinuationOfTheSameStateIsRefused() {
    stream.commit(NOON, row(1, NOON - 5));
    TestStreams.State saved = stream.save();
    stream.commit(NOON + 10, row(2, NOON));
    TestStreams.State fork = stream.save();
    stream.restore(saved);
    stream.commit(NOON + 15, row(2, NOON), row(3, NOON + 11));
    stream.restore(fork);

    assertThatThrownBy(() -> stream.commit(NOON + 20, row(3, NOON + 11)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("another continuation of this stream");
  }

  @Test
  void replaysOfClosedDaysGoOnBesideIt() {
    long midnight = NOON + DAY / 2;
    stream.commit(midnight + 5, row(1, NOON), dead(2, NOON), row(3, midnight + 1));
    TestStreams.State saved = stream.save();
    try (PreparedRun replay = warehouse.prepare(SCHEMAS, TENTH, "r1")) {
      List<WrittenFile> files =
          TestWarehouse.write(replay.warehouse(), List.of(row(1, NOON), row(9, NOON + 1)));
      stream.commit(midnight + 10, row(4, midnight + 6));
      replay.warehouse().commit(files, table -> {});
    }
    stream.commit(midnight + 20, row(5, midnight + 11));
    assertThat(offsets(TABLE)).containsExactly(1L, 3L, 4L, 5L, 9L);
    assertThat(offsets(TableNames.DEAD_LETTERS)).isEmpty();

    stream.restore(saved);
    stream.commit(midnight + 15, row(4, midnight + 6), row(5, midnight + 11));
    assertThat(offsets(TABLE)).containsExactly(1L, 3L, 4L, 5L, 9L);
  }

  @Test
  void aStateFromBeforeAReplayOfItsDaysIsRefused() {
    long midnight = NOON + DAY / 2;
    stream.commit(NOON, row(1, NOON - 5));
    TestStreams.State saved = stream.save();
    stream.commit(midnight + 5, row(2, NOON + 1));
    warehouse.run(SCHEMAS, TENTH, "r1", row(1, NOON - 5), row(2, NOON + 1));
    stream.restore(saved);

    assertThatThrownBy(() -> stream.commit(NOON + 5, row(2, NOON + 1)))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "The stream was set back to a state from before a replay of table events_item_seen,"
                + " whose rows it would write twice; start it with --rebuild");
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void daysOfRowsBehindTheWatermarkWaitForAReplay() {
    long day = NOON / DAY;
    long midnight = NOON + DAY / 2;
    stream.commit(midnight, row(1, NOON));
    stream.append(
        stream.next(midnight + 5, List.of(day - 3, day), row(2, NOON), row(3, NOON - 3 * DAY)));
    assertThat(record().behindDays())
        .containsExactly(LocalDate.parse("2026-03-07"), LocalDate.parse("2026-03-10"));

    try (PreparedRun replay = warehouse.prepare(SCHEMAS, TENTH, "r1")) {
      // Flagged once more when the replay may have read already.
      stream.append(stream.next(midnight + 10, List.of(day), dead(4, NOON)));
      assertThatThrownBy(
              () ->
                  replay
                      .warehouse()
                      .commit(
                          TestWarehouse.write(replay.warehouse(), List.of(row(1, NOON))),
                          table -> {}))
          .hasMessageContaining("Another writer has changed dead_letters");
    }
    warehouse.run(SCHEMAS, TENTH, "r2", row(1, NOON), row(2, NOON), dead(4, NOON));
    assertThat(record().behindDays()).containsExactly(LocalDate.parse("2026-03-07"));
    assertThat(offsets(TABLE)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aReplayBeyondWhatIsCommittedIsRefused() {
    long midnight = NOON + DAY / 2;
    String folder = warehouse.config().folder();
    assertThatThrownBy(() -> warehouse.prepare(SCHEMAS, TENTH, "r1"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("has not committed anything yet");
    stream.commit(midnight - 1, row(1, NOON));
    assertThatThrownBy(() -> warehouse.prepare(SCHEMAS, TENTH, "r1"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            "The stream of "
                + folder
                + " has committed the rows before 2026-03-10T23:59:59.999Z, which is before the end"
                + " of 2026-03-10; give an earlier --to, or wait for it");
    assertThatThrownBy(() -> warehouse.prepare(SCHEMAS, DayRange.all(), "r1"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            "A replay without --to closes every session, and a stream writes to "
                + folder
                + "; give --to, or finish the stream first: ./tributary finish --warehouse "
                + folder);
    assertThat(warehouse.journal()).containsExactly("lock", "stream.json");

    stream.commit(midnight);
    warehouse.run(SCHEMAS, TENTH, "r1", row(1, NOON), row(2, NOON));
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void afterItsEndEveryReplayIsAllowed() {
    stream.commit(NOON, row(1, NOON - 5));
    stream.commit(TableCut.END, row(2, NOON));
    assertThat(record().state()).isEqualTo(StreamRecord.State.FINISHED);
    assertThat(record().committedThrough()).isEqualTo(TableCut.END);

    warehouse.run(SCHEMAS, DayRange.all(), "r1", row(7, NOON));
    assertThat(offsets(TABLE)).containsExactly(7L);
  }

  @Test
  void aRecoveryLeavesTheFilesOfAStreamAlone() throws IOException {
    long midnight = NOON + DAY / 2;
    stream.commit(midnight, row(1, NOON));
    PreparedRun killed = warehouse.prepare(SCHEMAS, TENTH, "r1");
    TestWarehouse.write(killed.warehouse(), List.of(row(9, NOON)));
    Append waiting = stream.next(midnight + 10, row(2, midnight + 1));
    Path metadata =
        Files.writeString(
            temp.resolve("warehouse/analytics/" + TABLE + "/metadata/snap-1-1-coming.avro"), "-");
    warehouse.kill(killed);

    warehouse.prepare(SCHEMAS, TENTH, "r2").close();

    assertThat(warehouse.said).contains("Deleted 1 files that run r1 left behind");
    assertThat(metadata).exists();
    stream.append(waiting);
    assertThat(offsets(TABLE)).containsExactly(1L, 2L);
  }

  @Test
  void aStreamThatAnotherHasTakenOverFromIsRefused() {
    stream.commit(NOON, row(1, NOON - 5));
    TestStreams.prepare(warehouse, SCHEMAS, PreparedStream.Start.REBUILD, "two");

    assertThatThrownBy(() -> stream.commit(NOON + 10, row(2, NOON)))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "Another stream has taken over " + warehouse.config().folder() + "; cancel this job");
    assertThat(offsets(TABLE)).containsExactly(1L);
  }

  @Test
  void oldSnapshotsExpireButNotTheNewestOfTheStream() {
    for (int i = 0; i < 12; i++) {
      stream.commit(NOON + i, row(i, NOON + i - 1));
    }
    warehouse.on(
        TABLE,
        table -> {
          SnapshotExpiry.of(table).keeping(3, 5).run(StreamCommitter.STREAM);
          assertThat(table.snapshots()).as("younger than a day").hasSize(12);
          SnapshotExpiry.of(table).keeping(3, 5).youngFor(-1).run(StreamCommitter.STREAM);
          assertThat(table.snapshots()).hasSize(3);
          SnapshotExpiry.of(table).keeping(1, 1).youngFor(-1).run("tributary.nobody");
          assertThat(table.snapshots()).hasSize(1);
          return null;
        });
    stream.commit(NOON + 20, row(20, NOON + 15));
    assertThat(offsets(TABLE)).hasSize(13);
  }
}
