package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.MIDNIGHT;
import static io.tributary.io.kafka.ArchiveLogs.archived;
import static io.tributary.io.kafka.ArchiveLogs.partition;
import static io.tributary.io.kafka.ArchiveLogs.visible;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveWriterTest {

  private static final RawPartition ZERO = partition(0);
  private static final long DAY = 86_400_000L;

  @TempDir Path folder;

  private final ArchiveLogs logs = ArchiveLogs.empty();

  @AfterEach
  void forget() {
    logs.forget();
  }

  private ArchiveWriter attempt(long fileBytes) {
    ArchiveFolder archive = ArchiveFolder.in(folder, List.of(ArchiveLogs.TOPIC));
    return new ArchiveWriter(archive, logs, fileBytes);
  }

  private ArchiveWriter attempt() {
    return attempt(Long.MAX_VALUE);
  }

  private static ArchivePending pending(long from, long first, long to) {
    return new ArchivePending(from, first, to, MIDNIGHT, 1, true);
  }

  private static ArchivePending pending(long from, long to) {
    return pending(from, from, to);
  }

  @Test
  void keepsEveryByteOfARecord() throws IOException {
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    byte[] odd = {0, (byte) 0xff, (byte) 0xc0};
    RawRecord[] records = {
      record(0, null, List.of(), null),
      record(1, odd, List.of(new Header("h", odd), new Header("h", null)), large),
      record(2, new byte[0], List.of(new Header("", new byte[0])), new byte[0]),
      record(3, "k".getBytes(UTF_8), List.of(), odd)
    };
    List.of(records).forEach(logs::append);
    attempt().archive(ZERO, pending(0, 4));
    assertThat(archived(folder, ZERO).toArray()).containsExactly((Object[]) records);
    assertThat(visible(folder)).hasSize(1);
  }

  private static RawRecord record(long offset, byte[] key, List<Header> headers, byte[] payload) {
    return new RawRecord(
        new Coordinate(ArchiveLogs.TOPIC, 0, offset), MIDNIGHT + offset, key, headers, payload);
  }

  @Test
  void cutsAtMidnightAlsoWhenABrokersClockIsSetBack() throws IOException {
    logs.append(0, 0, -1);
    logs.append(0, 1, 0);
    logs.append(0, 2, DAY - 1);
    logs.append(0, 3, -1);
    logs.append(0, 4, DAY);
    attempt().archive(ZERO, pending(0, 5));
    assertThat(visible(folder))
        .containsExactly(
            "received_date=2026-03-09/events-0-00000000000000000000.parquet",
            "received_date=2026-03-09/events-0-00000000000000000003.parquet",
            "received_date=2026-03-10/events-0-00000000000000000001.parquet",
            "received_date=2026-03-11/events-0-00000000000000000004.parquet");
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
    assertThat(attempt().end(ZERO)).hasValue(5);
  }

  @Test
  void cutsAtTheSize() throws IOException {
    for (int i = 0; i < 10; i++) {
      logs.append(0, i, i);
    }
    attempt(3 * Lane.bytes(logs.append(0, 0, 0))).archive(ZERO, pending(0, 10));
    assertThat(visible(folder)).hasSize(4);
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
  }

  @Test
  void doesNothingForWhatAKilledAttemptArchivedAlready() throws IOException {
    for (int i = 0; i < 10; i++) {
      logs.append(0, i, i);
    }
    attempt().archive(ZERO, pending(0, 6));
    attempt().archive(ZERO, pending(0, 4));
    attempt().archive(ZERO, pending(0, 6));
    assertThat(visible(folder)).hasSize(1);
    attempt().archive(ZERO, pending(0, 10));
    attempt().archive(ZERO, pending(3, 8));
    assertThat(visible(folder)).hasSize(2);
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
  }

  @Test
  void whatIsArchivedIsNotReadAgain() throws IOException {
    logs.append(0, 0, 0);
    attempt().archive(ZERO, pending(0, 1));
    logs.fail(1);
    attempt().archive(ZERO, pending(0, 1));
    assertThat(visible(folder)).hasSize(1);
  }

  @Test
  void twoAttemptsAtTheSameTimePublishEachRecordOnce() throws IOException {
    for (int i = 0; i < 10; i++) {
      logs.append(0, i, i);
    }
    ArchiveWriter zombie = attempt(2 * Lane.bytes(logs.append(0, 0, 0)));
    ArchiveWriter heir = attempt();
    // Both have looked at the files before either has published.
    assertThat(zombie.end(ZERO)).isEmpty();
    assertThat(heir.end(ZERO)).isEmpty();
    logs.onNextRead(
        () -> {
          try {
            zombie.archive(ZERO, pending(0, 5));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    heir.archive(ZERO, pending(0, 10));
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
    assertThat(visible(folder)).hasSize(4);
    zombie.archive(ZERO, pending(0, 10));
    assertThat(visible(folder)).hasSize(4);
    assertThat(ArchiveLogs.files(folder)).hasSize(4);
  }

  @Test
  void offsetsWithoutARecordMakeNoDifference() throws IOException {
    logs.append(0, 2, 0);
    logs.append(0, 5, 1);
    attempt().archive(ZERO, pending(0, 2, 6));
    assertThat(visible(folder))
        .containsExactly("received_date=2026-03-10/events-0-00000000000000000002.parquet");
    logs.append(0, 9, 2);
    attempt().archive(ZERO, pending(6, 9, 10));
    attempt().archive(ZERO, pending(4, 5, 10));
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
  }

  @Test
  void whatRetentionTookBeforeTheFirstRecordIsNotMissed() throws IOException {
    logs.append(0, 3, 0);
    logs.remove(ZERO, 3);
    attempt().archive(ZERO, pending(0, 3, 4));
    assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
  }

  @Test
  void saysWhatRetentionHasTaken() {
    logs.append(0, 3, 0);
    logs.remove(ZERO, 3);
    assertThatThrownBy(() -> attempt().archive(ZERO, pending(0, 1, 4)))
        .isInstanceOf(ArchiveGap.class)
        .hasMessageStartingWith(
            "Offset 1 of topic events, partition 0 is to be archived but no longer in Kafka, whose"
                + " earliest offset is 3: ");
    assertThat(visible(folder)).isEmpty();
  }
}
