package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Replays of closed days beside a stream that goes on, and of days that are not closed yet. */
class StreamReplayBesideIT {

  private static final String TOPIC = "it-replay-beside";
  private static final int PER_DAY = 40;
  private static final Instant NOW = Instant.now();
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir static Path folder;

  private static EmbeddedStream stream;

  /** Three days ago, and each day since: events that were received then, as the topic has it. */
  @BeforeAll
  static void start() throws IOException {
    BROKER.kafka().create(TOPIC, 2, Map.of("message.timestamp.type", "CreateTime"));
    for (int day = 3; day >= 0; day--) {
      for (int i = 0; i < PER_DAY; i++) {
        Instant received = NOW.minus(Duration.ofDays(day)).minusSeconds(60).plusMillis(i * 1_500L);
        put(received, "day" + day + "-" + i, "c" + i % 5);
      }
    }
    BROKER.kafka().flush();
    stream = EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC).allowingCreateTime().start(2);
    stream.awaitCommitted();
  }

  @AfterAll
  static void close() {
    stream.close();
  }

  private static void put(Instant received, String id, String client) {
    BROKER
        .kafka()
        .send(
            new ProducerRecord<>(
                TOPIC,
                client.hashCode() & 1,
                received.toEpochMilli(),
                client.getBytes(UTF_8),
                seen(id, client, received.minusMillis(20)).getBytes(UTF_8)));
  }

  private static ReplayConfig days(LocalDate from, LocalDate to) {
    return Runs.withDays(stream.replay(stream.warehouse()), new DayRange(from, to));
  }

  @Test
  void replaysClosedDaysAndThenEqualsAReplayOfAll() throws IOException {
    LocalDate from = TODAY.minusDays(3);
    // Behind the watermark by two days: folded when it comes, and its day is flagged.
    put(NOW.minus(Duration.ofDays(2)), "behind", "stray");
    BROKER.kafka().flush();
    stream.awaitRows(TABLE, 4 * PER_DAY + 1);
    stream.await("flagged", () -> stream.record().behindDays().contains(TODAY.minusDays(2)));
    stream.awaitCommitted();

    assertThat(Runs.flink(days(from, TODAY.minusDays(1)), 1).residual()).isZero();

    assertThat(stream.record().behindDays()).doesNotContain(TODAY.minusDays(2));
    put(Instant.now(), "after", "c1");
    BROKER.kafka().flush();
    stream.awaitRows(TABLE, 4 * PER_DAY + 2);
    assertThat(stream.restarts()).isZero();
    refusesDaysThatAreNotClosed();

    stream.finish();
    try (Lake lake = Lake.open()) {
      assertThat(stream.differences(lake)).isEmpty();
      assertThat(stream.unfaithful(lake)).isEmpty();
      assertThat(lake.rows("live")).containsEntry(TABLE, 4L * PER_DAY + 2);
    }
    assertThat(Runs.flink(days(null, null), 1).residual()).as("once it is finished").isZero();
  }

  private void refusesDaysThatAreNotClosed() throws IOException {
    assertThatThrownBy(() -> Runs.flink(days(TODAY, TODAY.plusDays(1)), 1))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("complete through " + TODAY)
        .hasMessageContaining("--to " + TODAY);
    assertThatThrownBy(() -> Runs.flink(days(TODAY.minusDays(1), null), 1))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("--to");
    // A raw store that nobody vouches for: the warehouse knows.
    Path copy = copyWithoutProgress();
    assertThatThrownBy(() -> Runs.flink(Runs.withRaw(days(TODAY, TODAY.plusDays(1)), copy), 1))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("has committed the rows before " + TODAY)
        .hasMessageContaining("--to");
    assertThatThrownBy(() -> Runs.flink(Runs.withRaw(days(TODAY, null), copy), 1))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("without --to")
        .hasMessageContaining("tributary finish");
  }

  private static Path copyWithoutProgress() throws IOException {
    Path copy = folder.resolve("copy");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(stream.raw())) {
      files = walk.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
    for (Path file : files) {
      Path target = copy.resolve(stream.raw().relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    return copy;
  }
}
