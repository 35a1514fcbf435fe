package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * GitHub's webhooks against the schemas that Octokit publishes for them: large, full of references.
 * The schemas come from the npm registry, once, into the folder {@code target}.
 */
class WebhookSchemasTest {
  private static final String PACKAGE = "@octokit/webhooks-schemas@7.6.1";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SchemaVer VERSION = new SchemaVer(1, 0, 0);

  @Test
  void acceptsEachEventUnderItsOwnTypeAndNoOther() throws Exception {
    Path data = SharedData.folder("github-webhooks");
    List<JsonNode> events = events(data.resolve("events.ndjson.gz"));
    SchemaSet schemas = schemas(events, JSON.readTree(bundle().toFile()));

    int valid = 0;
    for (JsonNode event : events) {
      String type = event.path("event_type").asText();
      JsonNode payload = event.path("payload");
      boolean accepted = schemas.newest(type).orElseThrow().validate(payload).isEmpty();
      assertThat(accepted)
          .as(event.path("file").asText())
          .isEqualTo(event.path("expected").asText().equals("valid"));
      valid += accepted ? 1 : 0;
      for (String other : schemas.eventTypes()) {
        if (!other.equals(type)) {
          assertThat(schemas.newest(other).orElseThrow().validate(payload))
              .as(event.path("file").asText() + " as " + other)
              .isPresent();
        }
      }
    }
    assertThat(events).hasSize(101);
    assertThat(valid).isEqualTo(99);
  }

  /** The known answers are those of a validator that asserts formats. */
  private static SchemaSet schemas(List<JsonNode> events, JsonNode bundle) {
    Map<String, Map<SchemaVer, String>> texts = new TreeMap<>();
    for (JsonNode event : events) {
      String type = event.path("event_type").asText();
      String name = bundle.path("definitions").has(type + "_event") ? "_event" : "$event";
      ObjectNode schema = JSON.createObjectNode();
      schema.set("$schema", bundle.path("$schema"));
      schema.set("definitions", bundle.path("definitions"));
      schema.putArray("allOf").addObject().put("$ref", "#/definitions/" + type + name);
      texts.computeIfAbsent(type, any -> Map.of(VERSION, schema.toString()));
    }
    return SchemaSet.of(texts, SchemaSettings.defaults().withFormats(Formats.ASSERTED));
  }

  private static List<JsonNode> events(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(JSON.readTree(line));
      }
    }
    return events;
  }

  private static Path bundle() throws IOException, InterruptedException {
    Path folder = Path.of("target", "octokit-webhooks-schemas").toAbsolutePath();
    Path bundle = folder.resolve("package/schema.json");
    if (!Files.exists(bundle)) {
      Files.createDirectories(folder);
      assumeTrue(runs(folder, "npm", "pack", PACKAGE), "npm cannot get " + PACKAGE);
      assumeTrue(
          runs(folder, "tar", "-xzf", "octokit-webhooks-schemas-7.6.1.tgz"), "tar is not there");
    }
    return bundle;
  }

  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such command here
    }
  }
}
