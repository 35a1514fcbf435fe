package io.tributary.io.parquet;

import static io.tributary.io.parquet.RawRecords.MIDNIGHT;
import static io.tributary.io.parquet.RawRecords.plan;
import static io.tributary.io.parquet.RawRecords.record;
import static io.tributary.io.parquet.RawRecords.records;
import static io.tributary.io.parquet.RawRecords.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinateScanTest {

  @TempDir Path folder;

  private List<String> marked(RawPlan plan) {
    return plan.groups().stream()
        .filter(RowGroup::mayRepeat)
        .map(group -> folder.relativize(Path.of(group.file())).toString())
        .toList();
  }

  private static RawRecord at(String topic, int partition, long offset) {
    return new RawRecord(
        new Coordinate(topic, partition, offset), MIDNIGHT + offset, null, List.of(), null);
  }

  @Test
  void filesThatFollowEachOtherDoNotRepeat() {
    write(folder.resolve("a.parquet"), records(0, 1, 2));
    write(folder.resolve("b.parquet"), records(3, 4, 9));
    write(folder.resolve("c.parquet"), records(10, 12));
    RawPlan plan = plan(folder);
    assertThat(marked(plan)).isEmpty();
    assertThat(plan.recordsToWrite()).isEqualTo(8);
  }

  @Test
  void partitionsAndTopicsAreApart() {
    write(folder.resolve("a.parquet"), at("t", 0, 5), at("t", 1, 5), at("u", 0, 5), at("t", 0, 6));
    write(folder.resolve("b.parquet"), at("t", 2, 5), at("v", 0, 5), at("t", 1, 6));
    RawPlan plan = plan(folder);
    assertThat(marked(plan)).isEmpty();
    assertThat(plan.recordsToWrite()).isEqualTo(7);
  }

  @Test
  void filesThatOverlapAreMarkedAndTheOthersNot() {
    write(folder.resolve("a.parquet"), records(0, 1, 2, 5));
    write(folder.resolve("b.parquet"), records(4, 5, 6));
    write(folder.resolve("c.parquet"), records(7, 8));
    RawPlan plan = plan(folder);
    assertThat(marked(plan)).containsExactly("a.parquet", "b.parquet");
    assertThat(plan.rowsRead()).isEqualTo(9);
    assertThat(plan.recordsToWrite()).isEqualTo(8);
  }

  @Test
  void aFileInsideOfALongOneIsMarkedThoughAShortOneStandsBetween() {
    write(folder.resolve("a.parquet"), records(0, 100));
    write(folder.resolve("b.parquet"), records(10, 20));
    write(folder.resolve("c.parquet"), records(50, 60));
    write(folder.resolve("d.parquet"), records(101));
    assertThat(marked(plan(folder))).containsExactly("a.parquet", "b.parquet", "c.parquet");
  }

  @Test
  void wholeCopiesAreCountedOnce() throws Exception {
    Path file = write(folder.resolve("a.parquet"), records(0, 1, 2));
    Files.copy(file, folder.resolve("copy.parquet"));
    Files.copy(file, folder.resolve("another.parquet"));
    RawPlan plan = plan(folder);
    assertThat(marked(plan)).hasSize(3);
    assertThat(plan.rowsRead()).isEqualTo(9);
    assertThat(plan.recordsToWrite()).isEqualTo(3);
  }

  @Test
  void aFileThatIsOutOfOrderOrRepeatsARecordIsMarked() {
    write(folder.resolve("a.parquet"), records(0, 2, 1));
    write(folder.resolve("b.parquet"), records(5, 5));
    write(folder.resolve("c.parquet"), records(7, 8));
    RawPlan plan = plan(folder);
    assertThat(marked(plan)).containsExactly("a.parquet", "b.parquet");
    assertThat(plan.recordsToWrite()).isEqualTo(6);
  }

  @Test
  void disorderIsSeenWherePartitionsTakeTurns() {
    write(
        folder.resolve("a.parquet"),
        record(0, 1, MIDNIGHT),
        record(1, 1, MIDNIGHT),
        record(0, 1, MIDNIGHT));
    assertThat(marked(plan(folder))).containsExactly("a.parquet");
  }

  @Test
  void onlyWhatIsReadCanRepeat() {
    write(folder.resolve("a.parquet"), records(0, 1, 2));
    write(folder.resolve("b.parquet"), record(0, 1, MIDNIGHT + 1_000));
    assertThat(marked(plan(folder))).hasSize(2);
    assertThat(marked(plan(folder, MIDNIGHT, MIDNIGHT + 500))).isEmpty();
  }
}
