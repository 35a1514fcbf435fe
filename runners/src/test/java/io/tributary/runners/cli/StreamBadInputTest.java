package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given wrongly to a stream is refused in one line, before any broker is asked. */
class StreamBadInputTest {

  @TempDir static Path shared;
  private static Path schemas;
  @TempDir Path folder;

  @BeforeAll
  static void schemas() throws IOException {
    schemas = shared.resolve("schemas");
    Runs.schema(schemas, "page.seen", "{}");
  }

  /** Starts a stream of good options with some given otherwise. */
  private Said stream(Map<String, String> instead, String... more) {
    Map<String, String> options = new TreeMap<>();
    options.put("--bootstrap-servers", "127.0.0.1:1");
    options.put("--topic", "events");
    options.put("--raw", folder.resolve("raw").toString());
    options.put("--schemas", schemas.toString());
    options.put("--warehouse", folder.resolve("warehouse").toString());
    options.putAll(instead);
    List<String> args = new ArrayList<>(List.of("stream"));
    options.forEach((name, value) -> args.addAll(List.of(name, value)));
    args.addAll(Arrays.asList(more));
    return Said.by(args);
  }

  /** Exit code 2, one line with all of this, no stack trace, and nothing made. */
  private void assertRefused(Said said, String... words) {
    for (String word : words) {
      assertThat(said.err()).contains(word);
    }
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    List<String> lines = said.err().lines().filter(line -> !line.startsWith("See `")).toList();
    assertThat(lines).as(said.err()).hasSize(1);
    assertThat(lines.get(0)).startsWith("stream: ").doesNotContain("Exception", "\t");
    assertThat(said.out()).isEmpty();
    assertThat(folder.resolve("warehouse")).doesNotExist();
    assertThat(folder.resolve("raw")).doesNotExist();
  }

  @Test
  void refusesToStartWithoutWhatItNeeds() {
    assertRefused(
        Said.by("stream"), "--bootstrap-servers", "--topic", "--raw", "--schemas", "--warehouse");
  }

  @Test
  void refusesARealTimeTopicWithoutTypesAndTheReverse() {
    assertRefused(
        stream(Map.of("--realtime-topic", "now")), "--realtime-topic", "--realtime-types");
    assertRefused(
        stream(Map.of("--realtime-types", "page.seen")), "--realtime-topic", "--realtime-types");
  }

  @Test
  void refusesARealTimeTypeThatNoSchemaKnows() {
    assertRefused(
        stream(Map.of("--realtime-topic", "now", "--realtime-types", "page.seen,page.sene")),
        "--realtime-types",
        "page.sene");
  }

  @Test
  void refusesToPublishToATopicThatItReads() {
    assertRefused(
        stream(Map.of("--realtime-topic", "events", "--realtime-types", "page.seen")),
        "--realtime-topic",
        "events");
    assertRefused(stream(Map.of("--dead-letter-topic", "events")), "--dead-letter-topic", "events");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--topic=",
        "--realtime-topic=",
        "--dead-letter-topic=",
        "--bootstrap-servers=",
        "--checkpoint-interval=PT0S",
        "--checkpoint-interval=often",
        "--commit-interval=PT0.5S",
        "--commit-interval=-PT1M",
        "--archive-interval=PT0S",
        "--clock-margin=-PT1S",
        "--source-shards=-1",
        "--source-shards=two",
        "--kafka=ssl",
        "--session-gap=PT0S",
        "--max-out-of-order=PT13H",
        "--no-such-option=1",
        "--parallelism=many",
        "--runner=DirectRunner",
        "--runner=NoSuchRunner"
      })
  void refusesAnOptionThatIsWrong(String option) {
    String name = option.substring(2, option.indexOf('='));
    Said said =
        name.equals("realtime-topic")
            ? stream(Map.of(), option, "--realtime-types=page.seen")
            : name.equals("topic") || name.equals("bootstrap-servers")
                ? stream(Map.of("--" + name, ""))
                : stream(Map.of(), option);
    assertThat(said.err().toLowerCase(Locale.ROOT).replace(' ', '-')).contains(name);
    assertRefused(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--schemas", "--profiles", "--geo", "--links", "--ua-rules"})
  void refusesWhatIsNotThere(String option) {
    String missing = folder.resolve("missing").toString();
    assertRefused(stream(Map.of(option, missing)), missing);
  }

  @Test
  void refusesFoldersThatAreFiles() throws IOException {
    for (String option : List.of("--raw", "--warehouse", "--checkpoint-dir")) {
      String file = Files.writeString(shared.resolve("file" + option), "").toString();
      assertRefused(stream(Map.of(option, file)), file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "finish"})
  void endsNoStreamWhereThereIsNone(String command) {
    Path warehouse = folder.resolve("warehouse");
    Said said = Said.by(command, "--warehouse", warehouse.toString());
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains(warehouse.toString(), "has no stream");
    assertThat(said.err().lines()).hasSize(1);
    assertThat(warehouse).doesNotExist();
  }
}
