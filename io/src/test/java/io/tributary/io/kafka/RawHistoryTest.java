package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.MIDNIGHT;
import static io.tributary.io.kafka.ArchiveLogs.TOPIC;
import static io.tributary.io.kafka.ArchiveLogs.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.parquet.RawFileWriter;
import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawHistoryTest {

  private static final long DAY = 86_400_000L;

  @TempDir Path folder;

  private final ArchiveLogs logs = ArchiveLogs.empty();

  @AfterEach
  void forget() {
    logs.forget();
  }

  private RawHistory history(long from) {
    return RawHistory.of(folder, List.of(TOPIC), from);
  }

  /** Archives all of a partition, so many records a file. */
  private void archive(int number, int records) throws IOException {
    RawPartition partition = partition(number);
    List<RawRecord> all = List.copyOf(logs.all(partition));
    long first = all.get(0).coordinate().offset();
    long last = all.get(all.size() - 1).coordinate().offset();
    ArchiveFolder archive = ArchiveFolder.in(folder, List.of(TOPIC));
    try (ArchiveWriter writer =
        new ArchiveWriter(archive, logs, records * Lane.bytes(all.get(0)))) {
      writer.archive(partition, new ArchivePending(first, first, last + 1, MIDNIGHT, 1, true));
    }
  }

  private static List<RawRecord> read(History history, int partition, long from)
      throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (History.Records reader = history.open(TOPIC, partition, from)) {
      for (RawRecord next = reader.next(); next != null; next = reader.next()) {
        records.add(next);
      }
    }
    return records;
  }

  private Path write(String name, RawRecord... records) throws IOException {
    Path file = folder.resolve(name);
    try (RawFileWriter writer = RawFileWriter.create(file)) {
      for (RawRecord record : records) {
        writer.write(record);
      }
    }
    return file;
  }

  private static RawRecord record(int partition, long offset) {
    return ArchiveLogs.record(partition, offset, MIDNIGHT + offset);
  }

  @Test
  void readsWhatWasArchivedInItsOrderFromAnyOffset() throws IOException {
    for (int i = 0; i < 20; i++) {
      logs.append(0, 2L * i, i * DAY / 5);
      logs.append(1, i, i);
    }
    archive(0, 3);
    archive(1, 7);
    RawHistory history = SerializableUtils.ensureSerializable(history(MIDNIGHT));
    assertThat(history.partitions())
        .containsExactlyInAnyOrder(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
    assertThat(history.startOffset(TOPIC, 0)).isZero();
    assertThat(history.endOffset(TOPIC, 0)).isEqualTo(39);
    List<RawRecord> all = List.copyOf(logs.all(partition(0)));
    assertThat(read(history, 0, 0)).isEqualTo(all);
    for (int from = 1; from < 39; from++) {
      assertThat(read(history, 0, from)).isEqualTo(all.subList((from + 1) / 2, 20));
    }
    assertThat(read(history, 1, 0)).containsExactlyElementsOf(logs.all(partition(1)));
  }

  @Test
  void startsShortlyBeforeTheTimeAndEndsWithTheStoreWhereAPartitionWasIdle() throws IOException {
    for (int i = 0; i < 10; i++) {
      logs.append(0, i, i * DAY);
      logs.append(1, i, i - 100 * DAY);
    }
    logs.append(0, 10, 9 * DAY + 1000);
    logs.append(0, 11, 9 * DAY + 2000);
    archive(0, 1);
    archive(1, 3);
    assertThat(history(MIDNIGHT + 6 * DAY).startOffset(TOPIC, 0)).isEqualTo(6);
    assertThat(history(MIDNIGHT + 6 * DAY + 1).startOffset(TOPIC, 0)).isEqualTo(7);
    RawHistory late = history(MIDNIGHT + 9 * DAY + 500);
    assertThat(late.startOffset(TOPIC, 0)).isEqualTo(10);
    assertThat(read(late, 0, 10)).hasSize(2);
    assertThat(late.startOffset(TOPIC, 1)).isEqualTo(10);
    assertThat(late.endOffset(TOPIC, 1)).isEqualTo(10);
    assertThat(read(late, 1, 10)).isEmpty();
    RawHistory future = history(MIDNIGHT + 20 * DAY);
    assertThat(future.startOffset(TOPIC, 0)).isEqualTo(12);
    assertThat(future.endOffset(TOPIC, 0)).isEqualTo(12);
  }

  @Test
  void knowsNothingOfWhatIsNotThere() throws IOException {
    logs.append(0, 0, 0);
    archive(0, 1);
    for (RawHistory history :
        List.of(history(MIDNIGHT), RawHistory.of(folder.resolve("none"), List.of(TOPIC), 0))) {
      assertThat(history.startOffset(TOPIC, 7)).isEqualTo(-1);
      assertThat(history.endOffset(TOPIC, 7)).isEqualTo(-1);
      assertThat(history.endOffset("others", 0)).isEqualTo(-1);
    }
    assertThat(RawHistory.of(folder, List.of("others"), 0).partitions()).isEmpty();
  }

  @Test
  void readsFilesThatOthersWrote() throws IOException {
    write("b.parquet", record(0, 4), record(1, 4), record(0, 5), record(1, 6));
    write("received_date=2026-03-10/a.parquet", record(1, 1), record(0, 2), record(0, 3));
    logs.append(0, 6, 6);
    archive(0, 1);
    RawHistory history = history(MIDNIGHT);
    assertThat(history.startOffset(TOPIC, 0)).isEqualTo(2);
    assertThat(history.endOffset(TOPIC, 0)).isEqualTo(7);
    assertThat(read(history, 0, 2))
        .containsExactly(
            Arrays.stream(new long[] {2, 3, 4, 5, 6})
                .mapToObj(offset -> record(0, offset))
                .toArray(RawRecord[]::new));
    assertThat(read(history, 1, 2)).containsExactly(record(1, 4), record(1, 6));
  }

  @Test
  void refusesOffsetsThatOverlap() throws IOException {
    logs.append(0, 0, 0);
    logs.append(0, 1, 1);
    archive(0, 2);
    write("copy.parquet", record(0, 1), record(0, 2));
    assertThatThrownBy(() -> read(history(MIDNIGHT), 0, 0))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("events-0-00000000000000000000.parquet and ")
        .hasMessageEndingWith(
            "copy.parquet are out of order in events/0, or hold an offset twice; remove the copy");
  }

  @Test
  void refusesAnArchivedFileThatIsThereTwice() throws IOException {
    logs.append(0, 0, 0);
    archive(0, 1);
    Path file = folder.resolve(ArchiveLogs.visible(folder).get(0));
    Path other = Files.createDirectories(folder.resolve("received_date=2026-03-11"));
    Files.copy(file, other.resolve(file.getFileName()));
    assertThatThrownBy(() -> history(MIDNIGHT).endOffset(TOPIC, 0))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("hold an offset twice");
  }

  @Test
  void refusesAFileThatIsOutOfOrder() throws IOException {
    write("a.parquet", record(0, 2), record(0, 1));
    assertThatThrownBy(() -> read(history(MIDNIGHT), 0, 0))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("a.parquet is out of order in events/0, or holds an offset twice");
  }

  @Test
  void doesNotPassOverWhatWasNotListed() throws IOException {
    for (int i = 0; i < 5; i++) {
      logs.append(0, i, i * DAY);
    }
    archive(0, 1);
    RawHistory history = history(MIDNIGHT + 4 * DAY);
    assertThatThrownBy(() -> read(history, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(read(history, 0, 3)).hasSize(2);
  }
}
