package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.kit.KafkaBroker;
import io.tributary.runners.Lake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose broker has another address, and another password, when it is resumed. */
class StreamMovedBrokerIT {

  private static final String TOPIC = "it-moved";
  private static final int BATCH = 60;
  private static final String SECRET = "hunter2";

  @TempDir Path folder;

  private static void send(EmbeddedKafka kafka, int from) {
    for (int i = from; i < from + BATCH; i++) {
      String client = "c" + i % 7;
      kafka.send(TOPIC, i % 2, client, seen("e" + i, client, Instant.now()));
    }
    kafka.flush();
  }

  private static StreamConfig with(StreamConfig config, KafkaSettings kafka) {
    return new StreamConfig(
        kafka,
        config.raw(),
        config.references(),
        config.catalog(),
        config.rules(),
        null,
        config.realTimeTypes(),
        null,
        config.pace(),
        0,
        false,
        false);
  }

  @Test
  void theCurrentLaunchSaysWhereTheBrokersAre() throws Exception {
    Path file =
        Files.writeString(folder.resolve("kafka.properties"), "ssl.key.password = " + SECRET);
    Path data = folder.resolve("broker");
    String first;
    try (KafkaBroker broker = KafkaBroker.start(data);
        EmbeddedKafka kafka = new EmbeddedKafka(broker.bootstrapServers());
        EmbeddedStream stream = EmbeddedStream.ofSeen(folder, kafka, TOPIC)) {
      first = broker.bootstrapServers();
      kafka.create(TOPIC, 2);
      send(kafka, 0);
      stream.start(1).awaitRows(TABLE, BATCH);
      stream.stop();
    }

    try (KafkaBroker broker = KafkaBroker.start(data);
        EmbeddedKafka kafka = new EmbeddedKafka(broker.bootstrapServers());
        EmbeddedStream stream = EmbeddedStream.ofSeen(folder, kafka, TOPIC);
        Lake lake = Lake.open()) {
      assertThat(broker.bootstrapServers()).isNotEqualTo(first);
      send(kafka, BATCH);
      KafkaSettings now =
          new KafkaSettings(
              broker.bootstrapServers(), List.of(TOPIC), new HashMap<>(), file.toString());
      kafka.create("it-another", 1);
      assertThatThrownBy(
              () ->
                  stream.start(
                      with(stream.config(), now.withTopics(List.of(TOPIC, "it-another"))), 1))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessageContainingAll("reads " + TOPIC, "--topic " + TOPIC, "--rebuild");

      stream.start(with(stream.config(), now), 1);
      assertThat(stream.said()).last().asString().startsWith("Going on from");
      stream.awaitRows(TABLE, 2 * BATCH);
      assertThat(page(stream)).contains(broker.bootstrapServers()).doesNotContain(SECRET);

      stream.stop();
      assertThat(saved(stream.checkpoints(), SECRET)).isFalse();
      assertThat(saved(stream.checkpoints(), file.toString())).isTrue();
      assertThat(stream.rows(TABLE)).isEqualTo(2 * BATCH);
      stream.start(with(stream.config(), now), 1);
      stream.finish();
      assertThat(stream.differences(lake)).isEmpty();
    }
  }

  /** What Flink's page shows of the job's configuration. */
  private static String page(EmbeddedStream stream) throws Exception {
    URI config = URI.create(stream.job().jobs().url() + "/jobs/" + stream.job().id() + "/config");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(config).build(), BodyHandlers.ofString())
        .body();
  }

  /** Whether a text stands in any file of saved state. */
  private static boolean saved(Path checkpoints, String text) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(path, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }
}
