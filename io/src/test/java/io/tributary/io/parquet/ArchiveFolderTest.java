package io.tributary.io.parquet;

import static io.tributary.io.parquet.RawRecords.DAY;
import static io.tributary.io.parquet.RawRecords.MIDNIGHT;
import static io.tributary.io.parquet.RawRecords.plan;
import static io.tributary.io.parquet.RawRecords.read;
import static io.tributary.io.parquet.RawRecords.record;
import static io.tributary.io.parquet.RawRecords.records;
import static io.tributary.io.parquet.RawRecords.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {

  private static final RawPartition ZERO = new RawPartition("events", 0);

  @TempDir Path folder;

  private ArchiveFolder archive() {
    return ArchiveFolder.in(folder, List.of("events", "a-1"));
  }

  private static boolean publish(ArchiveFolder archive, RawRecord... records) throws IOException {
    try (ArchiveDraft draft = archive.begin(records[0])) {
      for (RawRecord record : records) {
        draft.write(record);
      }
      return draft.publish();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void namesAFileAfterItsPartitionItsFirstOffsetAndItsDay() throws IOException {
    ArchiveFolder archive = archive();
    assertThat(archive.end(ZERO)).isEmpty();
    assertThat(publish(archive, records(5, 6, 9))).isTrue();
    assertThat(files())
        .containsExactly("received_date=2026-03-10/events-0-00000000000000000005.parquet");
    assertThat(archive.end(ZERO)).hasValue(10);
    assertThat(read(plan(folder))).containsExactly(records(5, 6, 9));
  }

  @Test
  void anotherAttemptFindsTheEndInTheFiles() throws IOException {
    ArchiveFolder archive = archive();
    publish(archive, record(0, 7, MIDNIGHT), record(0, 9, MIDNIGHT));
    publish(archive, record(0, 10, MIDNIGHT - DAY), record(0, 12, MIDNIGHT - DAY));
    publish(archive, record(3, 100, MIDNIGHT));
    assertThat(archive().end(ZERO)).hasValue(13);
    assertThat(archive().end(new RawPartition("events", 3))).hasValue(101);
    assertThat(archive().end(new RawPartition("events", 10))).isEmpty();
  }

  @Test
  void aTopicMayLookLikeATopicAndAPartition() throws IOException {
    RawRecord dashed = new RawRecord(new Coordinate("a-1", 2, 3), MIDNIGHT, null, List.of(), null);
    publish(archive(), dashed);
    assertThat(archive().end(new RawPartition("a-1", 2))).hasValue(4);
    assertThat(archive().end(new RawPartition("a", 1))).isEmpty();
  }

  @Test
  void filesThatOthersWroteCountToo() throws IOException {
    write(folder.resolve("part-0.parquet"), record(0, 3, MIDNIGHT), record(1, 8, MIDNIGHT));
    publish(archive(), record(0, 4, MIDNIGHT));
    assertThat(archive().end(ZERO)).hasValue(5);
    assertThat(archive().end(new RawPartition("events", 1))).hasValue(9);
  }

  @Test
  void whoComesSecondPublishesNothingAndLearnsWhereTheFirstEnded() throws IOException {
    ArchiveFolder slow = archive();
    assertThat(slow.end(ZERO)).isEmpty();
    try (ArchiveDraft draft = slow.begin(record(0))) {
      draft.write(record(0));
      assertThat(publish(archive(), records(0, 1, 2))).isTrue();
      assertThat(draft.publish()).isFalse();
    }
    assertThat(slow.end(ZERO)).hasValue(3);
    assertThat(files()).hasSize(1);
    assertThat(read(plan(folder))).containsExactly(records(0, 1, 2));
  }

  @Test
  void aDraftThatIsNotPublishedLeavesNothing() throws IOException {
    try (ArchiveDraft draft = archive().begin(record(0))) {
      draft.write(record(0));
      assertThat(files()).hasSize(1).allMatch(name -> name.contains("/.archive-"));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void removesWhatKilledAttemptsLeftADayAgoAndNothingElse() throws IOException {
    Path day = Files.createDirectories(folder.resolve("received_date=2026-03-10"));
    FileTime yesterday = FileTime.fromMillis(MIDNIGHT - 1);
    String id = "0f0e0d0c-0b0a-0908-0706-050403020100";
    for (String name : List.of(".archive-" + id + ".tmp", ".part.tmp", "events.tmp")) {
      Files.setLastModifiedTime(Files.createFile(day.resolve(name)), yesterday);
    }
    Path young = Files.createFile(day.resolve(".archive-" + id.replace('0', '1') + ".tmp"));
    Files.setLastModifiedTime(young, FileTime.fromMillis(MIDNIGHT));
    archive().removeLeftOvers(MIDNIGHT);
    assertThat(files())
        .containsExactly(
            "received_date=2026-03-10/.archive-" + id.replace('0', '1') + ".tmp",
            "received_date=2026-03-10/.part.tmp",
            "received_date=2026-03-10/events.tmp");
  }

  @Test
  void aFolderThatIsNotThereYetIsEmpty() throws IOException {
    ArchiveFolder archive = ArchiveFolder.in(folder.resolve("new"), List.of("events"));
    archive.removeLeftOvers(MIDNIGHT);
    assertThat(archive.end(ZERO)).isEmpty();
    assertThat(publish(archive, record(0))).isTrue();
  }

  @Test
  void refusesATopicWhoseNameIsTooLongForAFile() throws IOException {
    String longest = "t".repeat(215);
    ArchiveFolder archive = ArchiveFolder.in(folder, List.of(longest));
    RawRecord record =
        new RawRecord(
            new Coordinate(longest, Integer.MAX_VALUE, Long.MAX_VALUE - 1),
            MIDNIGHT,
            null,
            List.of(),
            null);
    assertThat(publish(archive, record)).isTrue();
    assertThat(archive.end(new RawPartition(longest, Integer.MAX_VALUE))).hasValue(Long.MAX_VALUE);
    assertThatThrownBy(() -> ArchiveFolder.in(folder, List.of(longest + "t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "its name has 216 characters, files are named after it and allow 215");
  }

  @Test
  void aFileThatWasDamagedIsNamed() throws IOException {
    publish(archive(), records(0, 1));
    Path file = folder.resolve(files().get(0));
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> archive().end(ZERO))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageStartingWith(file + " is no whole Parquet file (");
  }

  @Test
  void aFileUnderTheNameOfAnotherPartitionIsRefused() throws IOException {
    publish(archive(), records(0, 1));
    Path file = folder.resolve(files().get(0));
    Files.move(file, file.resolveSibling("events-1-00000000000000000000.parquet"));
    assertThatThrownBy(() -> archive().end(new RawPartition("events", 1)))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("holds other records than its name says");
  }
}
