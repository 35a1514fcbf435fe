package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The required tests of the official JSON Schema Test Suite. */
class JsonSchemaSuiteTest {
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final JsonMapper BINARY = JsonMapper.builder().build();

  /** Tests that we fail, with the reason. None. */
  private static final List<String> EXCEPTIONS = List.of();

  @Test
  void passesAllRequiredTestsOfDraft4() throws IOException {
    assertThat(run("draft4", Dialect.DRAFT_4, 618)).isEqualTo(EXCEPTIONS);
  }

  @Test
  void passesAllRequiredTestsOfDraft7() throws IOException {
    assertThat(run("draft7", Dialect.DRAFT_7, 927)).isEqualTo(EXCEPTIONS);
  }

  /** The names of the failed tests. Each value is read with exact and with binary fractions. */
  private static List<String> run(String folder, Dialect dialect, int tests) throws IOException {
    Path suite = SharedData.folder("json-schema-suite");
    SchemaCompiler compiler =
        new SchemaCompiler(
            SchemaSettings.defaults().withDialect(dialect), remotes(suite.resolve("remotes")));
    List<String> failed = new ArrayList<>();
    int count = 0;
    for (Path file : filesIn(suite.resolve("tests").resolve(folder))) {
      JsonNode exact = EXACT.readTree(file.toFile());
      JsonNode binary = BINARY.readTree(file.toFile());
      for (int g = 0; g < exact.size(); g++) {
        String group = file.getFileName() + ": " + exact.get(g).path("description").asText();
        EventSchema schema = compile(compiler, exact.get(g).path("schema"), group);
        for (int t = 0; t < exact.get(g).path("tests").size(); t++) {
          JsonNode test = exact.get(g).path("tests").get(t);
          JsonNode data = binary.get(g).path("tests").get(t).path("data");
          boolean valid = test.path("valid").asBoolean();
          count++;
          if (schema.validate(test.path("data")).isEmpty() != valid
              || schema.validate(data).isEmpty() != valid) {
            failed.add(group + ": " + test.path("description").asText());
          }
        }
      }
    }
    assertThat(count).isEqualTo(tests);
    return failed;
  }

  /** An event's schema must be an object; a boolean one is therefore wrapped. */
  private static EventSchema compile(SchemaCompiler compiler, JsonNode schema, String name) {
    JsonNode object =
        schema.isBoolean() ? EXACT.createObjectNode().putArray("allOf").add(schema) : schema;
    String text = schema.isBoolean() ? "{\"allOf\": " + object + "}" : schema.toString();
    try {
      return compiler.compileChecked("suite", new SchemaVer(1, 0, 0), text);
    } catch (UncompilableSchema e) {
      throw new AssertionError(name, e);
    }
  }

  private static Map<String, String> remotes(Path folder) throws IOException {
    Map<String, String> remotes = new TreeMap<>();
    for (Path file : filesIn(folder)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      remotes.put("http://localhost:1234/" + path, Files.readString(file));
    }
    return remotes;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
