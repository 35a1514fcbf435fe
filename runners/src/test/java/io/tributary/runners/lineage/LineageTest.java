package io.tributary.runners.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final StringWriter console = new StringWriter();
  private final List<String> said = new ArrayList<>();

  private Lineage lineage(String where) {
    return Lineage.of(
        new LineageSettings(
            where,
            Map.of(),
            new PrintWriter(console, true),
            said::add,
            Clock.fixed(NOON, ZoneOffset.UTC)));
  }

  private LineageJob replay() {
    ReplayConfig config =
        new ReplayConfig(
            folder.resolve("raw"),
            new ReferenceConfig(folder, null, null, null, null, false),
            CatalogConfig.embedded(folder.resolve("warehouse")),
            new DayRange(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 4)),
            Rules.defaults());
    return LineageJob.replay(config, "run-1");
  }

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : console.toString().lines().toList()) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  @Test
  void isOffUnlessAskedFor() {
    assertThat(lineage(null)).isSameAs(Lineage.NONE);
    assertThat(Lineage.NONE.start(replay())).isSameAs(LineageRun.NONE);
  }

  @Test
  void tellsStartAndFailureOfOneRun() throws IOException {
    try (LineageRun run = lineage("console").start(replay())) {
      run.fail(new IllegalStateException("2 rows\n are missing"));
      run.fail(new IllegalStateException("again"));
    }
    assertThat(said).isEmpty();
    assertThat(events())
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "FAIL");
    JsonNode failed = events().get(1);
    assertThat(failed.path("eventTime").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(failed.at("/job/namespace").asText()).isEqualTo("tributary");
    assertThat(failed.at("/job/name").asText()).isEqualTo("replay:" + folder.resolve("warehouse"));
    assertThat(failed.at("/job/facets/jobType/processingType").asText()).isEqualTo("BATCH");
    assertThat(failed.at("/inputs/0/namespace").asText()).isEqualTo("file");
    assertThat(failed.at("/inputs/0/name").asText()).isEqualTo(folder.resolve("raw").toString());
    assertThat(failed.at("/run/runId")).isEqualTo(events().get(0).at("/run/runId"));
    assertThat(failed.at("/run/facets/nominalTime/nominalStartTime").asText())
        .isEqualTo("2026-03-02T00:00:00Z");
    assertThat(failed.at("/run/facets/nominalTime/nominalEndTime").asText())
        .isEqualTo("2026-03-04T00:00:00Z");
    assertThat(failed.at("/run/facets/processing_engine/name").asText()).isEqualTo("beam");
    assertThat(failed.at("/run/facets/errorMessage/message").asText())
        .isEqualTo("IllegalStateException: 2 rows; are missing");
  }

  @Test
  void keepsTheWordsOfForeignErrorsToItself() throws IOException {
    Throwable foreign = null;
    try {
      Integer.parseInt("secret");
    } catch (NumberFormatException e) {
      foreign = new RuntimeException(e);
      foreign.setStackTrace(e.getStackTrace());
    }
    try (LineageRun run = lineage("console").start(replay())) {
      run.fail(foreign);
    }
    assertThat(console.toString()).doesNotContain("secret");
    assertThat(events().get(1).at("/run/facets/errorMessage/message").asText())
        .isEqualTo("java.lang.NumberFormatException");
  }

  @Test
  void appendsToAFile() throws IOException {
    Path file = folder.resolve("lineage.ndjson");
    lineage(file.toString()).start(replay()).close();
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(JSON.readTree(file.toFile()).path("eventType").asText()).isEqualTo("START");
  }

  @Test
  void readsTheLibrarysOwnConfiguration() throws IOException {
    Path events = folder.resolve("events.json");
    Path config = folder.resolve("openlineage.yml");
    Files.writeString(config, "transport:\n  type: file\n  location: " + events + "\n");
    lineage(config.toString()).start(replay()).close();
    assertThat(Files.readAllLines(events)).hasSize(1);
  }

  @Test
  void saysOnceThatNobodyListensAndGoesOn() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (LineageRun run = lineage("http://user:pass@127.0.0.1:" + closed).start(replay())) {
      run.fail(new IllegalStateException("no"));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("Lineage cannot be sent")
        .doesNotContain("pass");
  }

  @Test
  void waitsTwoSecondsAtMostForAListenerThatDoesNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      LineageRun run = lineage("http://127.0.0.1:" + silent.getLocalPort()).start(replay());
      run.fail(new IllegalStateException("no"));
      Duration asked = Duration.ofNanos(System.nanoTime() - start);
      run.close();
      assertThat(asked).isLessThan(Duration.ofSeconds(2));
      assertThat(Duration.ofNanos(System.nanoTime() - start).minus(asked))
          .isLessThan(Duration.ofMillis(2500));
      assertThat(said).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/x", "/no/such/folder/events.ndjson", "/no/such.yml", "/"})
  void refusesWhatItCannotFollow(String where) {
    assertThatThrownBy(() -> lineage(where)).isInstanceOf(IllegalArgumentException.class);
    assertThat(said).isEmpty();
  }
}
