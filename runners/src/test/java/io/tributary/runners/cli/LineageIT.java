package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.runners.Runs;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay tells of itself. */
class LineageIT {

  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private final List<RawRecord> records = new ArrayList<>();

  @BeforeEach
  void makeSchema() throws IOException {
    Runs.schema(
        folder.resolve("schemas"),
        "page.seen",
        "{\"properties\": {\"n\": {\"type\": \"integer\"}}}");
  }

  private void add(long offset, String id) {
    String payload =
        String.format(
            "{\"event_id\":\"%s\",\"event_type\":\"page.seen\",\"anonymous_id\":\"a\","
                + "\"timestamp\":\"2026-03-02T12:00:00Z\"}",
            id);
    records.add(
        new RawRecord(
            new Coordinate("events", 0, offset),
            NOON,
            null,
            List.of(),
            payload.getBytes(StandardCharsets.UTF_8)));
  }

  private Said replay() throws IOException {
    Runs.write(folder.resolve("raw"), records);
    return Said.by(
        "replay",
        "--raw=" + folder.resolve("raw"),
        "--warehouse=" + folder.resolve("warehouse"),
        "--schemas=" + folder.resolve("schemas"),
        "--lineage=" + folder.resolve("lineage.ndjson"),
        "--runner=DirectRunner");
  }

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("lineage.ndjson"))) {
      events.add(JsonMapper.builder().build().readTree(line));
    }
    return events;
  }

  private static JsonNode output(JsonNode event, String table) {
    return StreamSupport.stream(event.path("outputs").spliterator(), false)
        .filter(output -> output.path("name").asText().equals("analytics." + table))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsWhatItReadAndWhichRowsItWrote() throws IOException {
    add(0, "one");
    add(1, "two");
    add(2, "two");
    assertThat(replay().exitCode()).isZero();
    assertThat(events())
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "COMPLETE");
    JsonNode done = events().get(1);
    assertThat(done.at("/inputs/0/name").asText()).isEqualTo(folder.resolve("raw").toString());
    assertThat(done.at("/inputs/0/inputFacets/inputStatistics/rowCount").asLong()).isEqualTo(3);
    assertThat(done.path("outputs")).hasSize(3);
    JsonNode table = output(done, "events_page_seen");
    assertThat(table.path("namespace").asText()).isEqualTo("file://" + folder.resolve("warehouse"));
    JsonNode statistics = table.at("/outputFacets/outputStatistics");
    assertThat(statistics.path("rowCount").asLong()).isEqualTo(2);
    assertThat(statistics.path("fileCount").asLong()).isPositive();
    assertThat(statistics.path("size").asLong()).isPositive();
    assertThat(output(done, "duplicates").at("/outputFacets/outputStatistics/rowCount").asLong())
        .isEqualTo(1);
    JsonNode fields = table.at("/facets/schema/fields");
    assertThat(fields.findValuesAsText("name")).contains("event_id", "kafka_offset", "n");
    assertThat(fields.get(0).path("type").asText()).isEqualTo("string");
  }

  @Test
  void tellsThatAndWhyItFailed() throws IOException {
    add(0, "one");
    add(0, "another");
    assertThat(replay().exitCode()).isEqualTo(1);
    assertThat(events())
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "FAIL");
    assertThat(events().get(1).at("/run/facets/errorMessage/message").asText())
        .contains("events/0/0")
        .doesNotContain("another");
  }
}
