package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.MIDNIGHT;
import static io.tributary.io.kafka.ArchiveLogs.TOPIC;
import static io.tributary.io.kafka.ArchiveLogs.archived;
import static io.tributary.io.kafka.ArchiveLogs.partition;
import static io.tributary.io.kafka.ArchiveLogs.visible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveRawTest {

  private static final long DAY = 86_400_000L;

  @TempDir Path folder;

  private final ArchiveLogs logs = ArchiveLogs.empty();

  @AfterEach
  void forget() {
    logs.forget();
  }

  private ArchiveRaw archive() {
    return ArchiveRaw.to(folder, List.of(TOPIC), logs)
        .every(Duration.ofSeconds(60))
        .withRetry(new ArchiveRetry(millis -> {}));
  }

  private static TestStream.Builder<RawRecord> stream() {
    return TestStream.create(RawRecordCoder.of());
  }

  private static TimestampedValue<RawRecord> timed(RawRecord record) {
    return TimestampedValue.of(record, new org.joda.time.Instant(record.receivedAt()));
  }

  /** A record that is in Kafka and reaches the stream. */
  private TimestampedValue<RawRecord> seen(int partition, long offset, long afterMidnight) {
    return timed(logs.append(partition, offset, afterMidnight));
  }

  private static org.joda.time.Instant at(long afterMidnight) {
    return new org.joda.time.Instant(MIDNIGHT + afterMidnight);
  }

  private static org.joda.time.Duration seconds(int seconds) {
    return org.joda.time.Duration.standardSeconds(seconds);
  }

  private static void run(TestStream<RawRecord> stream, ArchiveRaw archive) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=1")
                .create());
    pipeline.apply("Stream", stream).apply("ArchiveRaw", archive);
    pipeline.run().waitUntilFinish();
  }

  private ArchiveProgress progress() {
    return ArchiveProgress.in(folder).orElseThrow();
  }

  private void assertAllArchived(int... partitions) {
    for (int partition : partitions) {
      assertThat(archived(folder, partition(partition)))
          .containsExactlyElementsOf(logs.all(partition(partition)));
    }
  }

  @Test
  void archivesAtEachIntervalAndAtTheEnd() {
    run(
        stream()
            .addElements(seen(0, 0, 0), seen(1, 0, 1))
            .addElements(seen(0, 1, 2))
            .advanceProcessingTime(seconds(61))
            .addElements(seen(0, 2, 3))
            .advanceProcessingTime(seconds(61))
            .advanceProcessingTime(seconds(61))
            .addElements(seen(0, 3, 4), seen(1, 1, 5))
            .advanceWatermarkToInfinity(),
        archive());
    assertAllArchived(0, 1);
    assertThat(visible(folder)).hasSize(5);
    assertThat(progress().ended()).isTrue();
    assertThat(progress().offset(partition(0))).isEqualTo(4);
    assertThat(progress().offset(partition(1))).isEqualTo(2);
  }

  @Test
  void muchDoesNotWaitForTheInterval() {
    TestStream.Builder<RawRecord> stream = stream();
    for (int i = 0; i < 10; i++) {
      stream = stream.addElements(seen(0, i, i));
    }
    long size = Lane.bytes(logs.all(partition(0)).iterator().next());
    run(stream.advanceWatermarkToInfinity(), archive().withFileBytes(4 * size));
    assertAllArchived(0);
    assertThat(visible(folder))
        .containsExactly(
            "received_date=2026-03-10/events-0-00000000000000000000.parquet",
            "received_date=2026-03-10/events-0-00000000000000000004.parquet",
            "received_date=2026-03-10/events-0-00000000000000000008.parquet");
  }

  @Test
  void progressIsHeldByWhatIsNotArchived() {
    // The stream breaks off: Kafka has lost the record of partition 2 when it is to be archived.
    TimestampedValue<RawRecord> lost = seen(2, 0, 50_000);
    TestStream<RawRecord> stream =
        stream()
            .addElements(seen(0, 0, 10_000), seen(1, 0, 20_000))
            .advanceWatermarkTo(at(40_000))
            .advanceProcessingTime(seconds(61))
            .addElements(lost)
            .advanceWatermarkTo(at(90_000))
            .advanceProcessingTime(seconds(30))
            .advanceProcessingTime(seconds(30))
            .advanceWatermarkToInfinity();
    logs.remove(partition(2), 1);
    assertThatThrownBy(() -> run(stream, archive())).hasMessageContaining("no longer in Kafka");
    assertThat(progress().ended()).isFalse();
    assertThat(progress().through()).isEqualTo(Instant.ofEpochMilli(MIDNIGHT + 50_000));
    assertThat(progress().offset(partition(1))).isEqualTo(1);
    assertThat(progress().offset(partition(2))).isEqualTo(-1);
    assertAllArchived(0, 1);
  }

  @Test
  void progressAdvancesWithoutAnyRecord() throws IOException {
    new ArchiveProgress(null, true, new TreeMap<>()).write(folder);
    run(
        stream()
            .advanceWatermarkTo(at(40_000))
            .advanceProcessingTime(seconds(120))
            .advanceWatermarkToInfinity(),
        archive());
    assertThat(progress())
        .isEqualTo(
            new ArchiveProgress(Instant.ofEpochMilli(MIDNIGHT + 40_000), true, new TreeMap<>()));
    assertThat(visible(folder)).isEmpty();
  }

  @Test
  void progressNeverGoesBack() throws IOException {
    Instant later = Instant.ofEpochMilli(MIDNIGHT + DAY);
    new ArchiveProgress(
            later, false, new TreeMap<>(Map.of(TOPIC, new TreeMap<>(Map.of(0, 100L, 7, 9L)))))
        .write(folder);
    run(
        stream()
            .addElements(seen(0, 0, 0), seen(1, 0, 0))
            .advanceWatermarkTo(at(40_000))
            .advanceProcessingTime(seconds(120))
            .advanceWatermarkToInfinity(),
        archive());
    assertThat(progress().through()).isEqualTo(later);
    assertThat(progress().offset(partition(0))).isEqualTo(100);
    assertThat(progress().offset(partition(1))).isEqualTo(1);
    assertThat(progress().offset(partition(7))).isEqualTo(9);
  }

  @Test
  void goesOnWhereTheFilesEndWhenItIsStartedAgain() {
    for (int i = 0; i < 10; i++) {
      logs.append(0, i, i * DAY / 4);
    }
    List<TimestampedValue<RawRecord>> all =
        logs.all(partition(0)).stream().map(ArchiveRawTest::timed).toList();
    run(with(all.subList(0, 6)), archive());
    List<String> before = visible(folder);
    run(with(all.subList(0, 6)), archive());
    assertThat(visible(folder)).isEqualTo(before);
    run(with(all.subList(2, 10)), archive());
    assertThat(visible(folder)).containsAll(before).hasSizeGreaterThan(before.size());
    assertAllArchived(0);
  }

  private static TestStream<RawRecord> with(List<TimestampedValue<RawRecord>> records) {
    TestStream.Builder<RawRecord> stream = stream();
    for (TimestampedValue<RawRecord> record : records) {
      stream = stream.addElements(record).advanceProcessingTime(seconds(20));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @Test
  void aRecordBehindTheWatermarkIsArchivedToo() {
    run(
        stream()
            .addElements(seen(0, 0, 0))
            .advanceWatermarkTo(at(100_000))
            .advanceProcessingTime(seconds(61))
            .addElements(seen(0, 1, 1000))
            .advanceProcessingTime(seconds(61))
            .advanceWatermarkToInfinity(),
        archive());
    assertAllArchived(0);
  }

  @Test
  void waitsForABrokerThatIsAway() {
    logs.fail(10);
    run(stream().addElements(seen(0, 0, 0)).advanceWatermarkToInfinity(), archive());
    assertAllArchived(0);
  }

  @Test
  void failsWhenTheBrokerStaysAway() {
    logs.fail(1000);
    TestStream<RawRecord> stream = stream().addElements(seen(0, 0, 0)).advanceWatermarkToInfinity();
    assertThatThrownBy(() -> run(stream, archive())).hasMessageContaining("No broker");
    assertThat(visible(folder)).isEmpty();
    assertThat(progress().ended()).isFalse();
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> archive().every(Duration.ofMillis(999)))
        .hasMessage("Archive interval must be at least PT1S, was PT0.999S");
    assertThatThrownBy(() -> archive().withFileBytes(0))
        .hasMessage("File size must be positive, was 0 bytes");
    assertThatThrownBy(() -> ArchiveRaw.to(folder, KafkaSettings.of("b:1", "t".repeat(240))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be archived: its name has 240 characters");
  }
}
