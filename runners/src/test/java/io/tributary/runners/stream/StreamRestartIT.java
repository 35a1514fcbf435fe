package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream that is stopped, lost, resumed and rebuilt writes what it would have written anyway. */
class StreamRestartIT {

  private static final String TOPIC = "it-restart";
  private static final int PARTITIONS = 3;
  private static final int BATCH = 120;
  private static final Instant BEGIN = Instant.now();

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir Path folder;

  private EmbeddedStream stream;
  private int sent;

  @AfterEach
  void close() {
    stream.close();
  }

  /** New events, and copies of events of every batch before. */
  private void send() {
    for (int i = 0; i < BATCH; i++) {
      put(sent + i);
    }
    for (int old = 0; old < sent; old += BATCH / 4) {
      put(old);
    }
    sent += BATCH;
    BROKER.kafka().flush();
  }

  private void put(int number) {
    String client = "c" + number % 17;
    // The same bytes each time, and a time that is near enough to the first one's arrival.
    BROKER
        .kafka()
        .send(
            TOPIC,
            number % PARTITIONS,
            client,
            seen("e" + number, client, BEGIN.plusMillis(number * 10L)));
  }

  /** The same stream over again, as another process would start it. */
  private EmbeddedStream another() throws IOException {
    return EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC);
  }

  private void assertRefused(StreamConfig config, String... words) {
    assertThatThrownBy(() -> another().start(config, 1))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContainingAll(words);
  }

  private StreamConfig config(String raw, String warehouse) {
    StreamConfig config = stream.config();
    return new StreamConfig(
        config.kafka(),
        folder.resolve(raw),
        config.references(),
        CatalogConfig.embedded(folder.resolve(warehouse)),
        config.rules(),
        null,
        Set.of(),
        null,
        config.pace(),
        0,
        false,
        false);
  }

  @Test
  void goesOnWhereItWasStoppedOrLost() throws IOException {
    BROKER.kafka().create(TOPIC, PARTITIONS);
    send();
    stream = EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC).start(1);
    stream.awaitRows(TABLE, sent);
    assertRefused(stream.config(), "runs already", stream.job().id(), "tributary stop");

    send();
    String savepoint = stream.stop();
    assertThat(JobRecord.in(stream.warehouse()).orElseThrow().state())
        .isEqualTo(JobRecord.State.STOPPED);
    send();
    stream.start(2);
    assertThat(stream.said()).last().asString().contains(Path.of(URI.create(savepoint)).toString());
    stream.awaitRows(TABLE, sent);
    assertThat(stream.rows(TABLE)).as("copies of events from before the stop").isEqualTo(sent);

    send();
    stream.awaitCommitted();
    stream.cancel();
    stream.start(1);
    assertThat(stream.said())
        .last()
        .asString()
        .startsWith("Going on from")
        .doesNotContain(savepoint);

    send();
    stream.awaitRows(TABLE, sent);
    stream.stop();
    Runs.delete(stream.checkpoints());
    send();
    assertRefused(config("raw", "warehouse"), "--rebuild");
    assertRefused(config("raw", "other-warehouse"), "--rebuild");
    assertRefused(config("other-raw", "warehouse"), "--rebuild");
    Path progress = folder.resolve("raw/_archive.json");
    Path away = Files.move(progress, folder.resolve("_archive.json"));
    assertRefused(config("raw", "other-warehouse"), "empty folder", "--rebuild");
    Files.move(away, progress);

    stream.start(stream.config().rebuilt(), 2);
    assertThat(stream.said()).last().asString().contains("Rebuilding");
    send();
    stream.awaitRows(TABLE, sent);
    assertThat(stream.rows(TABLE)).as("copies of events from before the rebuild").isEqualTo(sent);
    stream.finish();

    try (Lake lake = Lake.open()) {
      assertThat(stream.differences(lake)).isEmpty();
      assertThat(stream.unfaithful(lake)).isEmpty();
      assertThat(lake.rows("live")).containsEntry(TABLE, (long) sent).containsKey("duplicates");
    }
    assertRefused(stream.config(), "was finished");
    assertRefused(stream.config().rebuilt(), "was finished");
  }
}
