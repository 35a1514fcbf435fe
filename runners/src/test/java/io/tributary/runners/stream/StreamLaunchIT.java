package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.io.kafka.UnusableTopic;
import io.tributary.runners.cli.Said;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.schemas.rules.Rules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A broker or topic that cannot be used is refused in one line, before anything is made. */
class StreamLaunchIT {

  private static final String CREATE_TIME = "it-launch-create-time";

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir static Path shared;
  private static Path schemas;
  private static String nowhere;
  private static CompletableFuture<Throwable> unanswered;
  @TempDir Path folder;

  @BeforeAll
  static void create() throws IOException {
    schemas = EmbeddedEvents.schemas(shared.resolve("schemas"));
    BROKER.kafka().create(CREATE_TIME, 1, Map.of("message.timestamp.type", "CreateTime"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = "127.0.0.1:" + free.getLocalPort();
    }
    unanswered = CompletableFuture.supplyAsync(() -> launchNowhere(nowhere));
  }

  private Said launch(String servers, String topic, String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("stream", "--bootstrap-servers", servers, "--topic", topic));
    args.addAll(List.of("--schemas", schemas.toString()));
    args.addAll(List.of("--raw", folder.resolve("raw").toString()));
    args.addAll(List.of("--warehouse", folder.resolve("warehouse").toString()));
    args.addAll(Arrays.asList(more));
    return Said.by(args);
  }

  private void assertRefused(Said said, String... words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains(words).startsWith("stream: ").doesNotContain("\tat ");
    assertThat(said.err().lines()).as(said.err()).hasSize(1);
    assertThat(said.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /** Waits beside the other tests. */
  private static Throwable launchNowhere(String nowhere) {
    StreamConfig config =
        new StreamConfig(
            KafkaSettings.of(nowhere, "any"),
            shared.resolve("raw"),
            new ReferenceConfig(schemas, null, null, null, null, false),
            CatalogConfig.embedded(shared.resolve("warehouse")),
            Rules.defaults(),
            null,
            Set.of(),
            null,
            StreamConfig.Pace.defaults(),
            0,
            false,
            false);
    StreamJob.Place place =
        new StreamJob.Place(
            List.of(),
            shared.resolve("checkpoints"),
            Duration.ofSeconds(1),
            shared,
            shared,
            TelemetrySettings.OFF);
    return catchThrowable(() -> StreamJob.submit(config, place, "none", line -> {}));
  }

  @Test
  void saysWithinHalfAMinuteThatNoBrokerAnswers() throws Exception {
    assertThat(unanswered.get(30, TimeUnit.SECONDS))
        .isInstanceOf(UnusableTopic.class)
        .hasMessageContaining(nowhere)
        .hasMessageContaining("--bootstrap-servers");
    assertThat(shared.resolve("warehouse")).doesNotExist();
    assertThat(shared.resolve("raw")).doesNotExist();
  }

  @Test
  void namesAHostThatDoesNotExist() {
    assertRefused(launch("no-such-host.invalid:9092", "any"), "no-such-host.invalid:9092");
    assertRefused(launch("nothing", "any"), "nothing", "--bootstrap-servers");
  }

  @Test
  void namesATopicThatDoesNotExist() {
    assertRefused(launch(BROKER.kafka().servers(), "it-no-such"), "it-no-such", "does not exist");
    assertRefused(launch(BROKER.kafka().servers(), "no topic!"), "no topic!");
  }

  @Test
  void refusesATopicThatKeepsTheProducersTime() {
    assertRefused(
        launch(BROKER.kafka().servers(), CREATE_TIME),
        CREATE_TIME,
        "message.timestamp.type=LogAppendTime",
        "--allow-create-time");
  }

  @Test
  void refusesATopicToPublishToThatDoesNotExist() {
    BROKER.kafka().create("it-launch", 1);
    assertRefused(
        launch(
            BROKER.kafka().servers(),
            "it-launch",
            "--realtime-topic=it-no-realtime",
            "--realtime-types=page.seen"),
        "it-no-realtime");
    assertRefused(
        launch(BROKER.kafka().servers(), "it-launch", "--dead-letter-topic=it-no-dead"),
        "it-no-dead");
  }
}
