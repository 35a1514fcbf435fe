package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.schemas.table.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSetTest {
  private static final SchemaVer V100 = new SchemaVer(1, 0, 0);
  private static final SchemaVer V101 = new SchemaVer(1, 0, 1);
  private static final SchemaVer V1010 = new SchemaVer(1, 0, 10);
  private static final String ANY = "{}";
  private static final String PRICE = "{\"properties\":{\"price\":{\"type\":\"number\"}}}";

  @Test
  void findsTypesAndVersions() {
    SchemaSet set =
        SchemaSet.of(
            Map.of("b", Map.of(V1010, PRICE, V100, ANY, V101, ANY), "a.c", Map.of(V100, ANY)),
            Dialect.DRAFT_2020_12);

    assertThat(set.eventTypes()).containsExactly("a.c", "b");
    assertThat(set.versions("b")).containsExactly(V100, V101, V1010);
    assertThat(set.versions("x")).isEmpty();
    assertThat(set.versions(null)).isEmpty();
    assertThat(set.find("b", V101).orElseThrow().version()).isEqualTo(V101);
    assertThat(set.newest("b").orElseThrow().version()).isEqualTo(V1010);
    assertThat(set.find("b", new SchemaVer(2, 0, 0))).isEmpty();
    assertThat(set.find("x", V100)).isEmpty();
    assertThat(set.find(null, null)).isEmpty();
    assertThat(set.find("b", null)).isEmpty();
    assertThat(set.newest(null)).isEmpty();
  }

  @Test
  void travelsAsTextAndIsEqualAfterwards() throws Exception {
    SchemaSet set = SchemaSet.of(Map.of("a", Map.of(V100, PRICE)), Dialect.DRAFT_7);

    SchemaSet copy = SerializableUtils.clone(set);

    assertThat(copy).isEqualTo(set).hasSameHashCodeAs(set);
    EventSchema schema = copy.newest("a").orElseThrow();
    assertThat(schema.dialect()).isEqualTo(Dialect.DRAFT_7);
    assertThat(schema.properties().field("price").type()).isEqualTo(Scalar.DOUBLE);
    assertThat(schema.validate(json("{\"price\":\"x\"}"))).isPresent();
  }

  @Test
  void compilesOnceForManyThreads() throws Exception {
    SchemaSet set =
        SerializableUtils.clone(
            SchemaSet.of(Map.of("a", Map.of(V100, PRICE)), Dialect.DRAFT_2020_12));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<EventSchema>> found = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        found.add(
            threads.submit(
                () -> {
                  EventSchema schema = set.find("a", V100).orElseThrow();
                  assertThat(schema.validate(json("{\"price\":1}"))).isEmpty();
                  assertThat(schema.validate(json("{\"price\":true}"))).isPresent();
                  return schema;
                }));
      }
      for (Future<EventSchema> schema : found) {
        assertThat(schema.get()).isSameAs(set.newest("a").orElseThrow());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-07/schema#",
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft-07/schema#"
      })
  void knowsItsDialectInEverySpelling(String uri) {
    assertThat(compile("{\"$schema\":\"" + uri + "\"}", Dialect.DRAFT_4).dialect())
        .isEqualTo(Dialect.DRAFT_7);
  }

  @Test
  void readsAnUnknownDialectAsTheDefault() throws Exception {
    String text =
        "{\"$schema\":\"http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/"
            + "jsonschema/1-0-0#\",\"properties\":{\"n\":"
            + "{\"minimum\":1,\"exclusiveMinimum\":true}}}";

    EventSchema schema = compile(text, Dialect.DRAFT_4);

    assertThat(schema.dialect()).isEqualTo(Dialect.DRAFT_4);
    assertThat(schema.validate(json("{\"n\":1}"))).isPresent();
    assertThat(problem(text, Dialect.DRAFT_2020_12)).contains("is not a schema of 2020-12");
  }

  @Test
  void fetchesNothing() {
    assertThat(problem("{\"$ref\":\"http://127.0.0.1:9/x.json\"}"))
        .contains("refers to http://127.0.0.1:9/x.json")
        .contains("nothing is fetched");
    assertThat(problem("{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}}"))
        .contains("file:///etc/passwd");
    assertThat(problem("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/nothing\"}}}"))
        .contains("#/$defs/nothing");
    assertThat(problem("{\"$schema\":\"http://127.0.0.1:9/meta\",\"type\":1}"))
        .contains("is not a schema of 2020-12");
  }

  @Test
  void takesReferencesInValuesForWhatTheyAre() {
    compile("{\"default\":{\"$ref\":\"#/nothing\"},\"enum\":[{\"pattern\":\"(\"}]}");
    compile("{\"properties\":{\"$ref\":{\"type\":\"string\"},\"pattern\":{}}}");
  }

  @Test
  void followsReferencesToOtherSchemasOfTheSet() throws Exception {
    SchemaSet set =
        SchemaSet.of(
            Map.of(
                "a", Map.of(V100, "{\"properties\":{\"p\":{\"$ref\":\"urn:acme:price\"}}}"),
                "b", Map.of(V100, "{\"$id\":\"urn:acme:price\",\"type\":\"number\"}")),
            Dialect.DRAFT_2020_12);

    assertThat(set.newest("a").orElseThrow().validate(json("{\"p\":\"x\"}")))
        .contains(new Violation("/properties/p", "type: not met"));
  }

  @Test
  void refusesTheAddressThatSeveralSchemasClaim() {
    String shared = "{\"$id\":\"urn:acme:price\"}";

    assertThatThrownBy(
            () ->
                SchemaSet.of(
                    Map.of(
                        "a", Map.of(V100, "{\"$ref\":\"urn:acme:price\"}"),
                        "b", Map.of(V100, shared, V101, "{\"$id\":\"urn:acme:price\",\"a\":1}")),
                    Dialect.DRAFT_2020_12))
        .isInstanceOf(InvalidSchemas.class)
        .hasMessageContaining("a 1-0-0: refers to urn:acme:price");
  }

  @Test
  void followsReferencesWithSignsOfAllKinds() throws Exception {
    EventSchema schema =
        compile(
            "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x+y%20~1z\"}},"
                + "\"$defs\":{\"x+y /z\":{\"type\":\"string\"}}}");

    assertThat(schema.validate(json("{\"a\":\"s\"}"))).isEmpty();
    assertThat(schema.validate(json("{\"a\":1}"))).isPresent();
    assertThat(schema.properties().field("a").type()).isEqualTo(Scalar.STRING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{} {}",
        "[]",
        "true",
        "{\"type\":\"strin\"}",
        "{\"properties\":[]}",
        "{\"minimum\":\"1\"}",
        "{\"required\":\"a\"}",
        "{\"pattern\":\"(\"}",
        "{\"patternProperties\":{\"(\":{}}}",
        "{\"type\":\"string\",\"type\":\"number\"}",
        "{\"$ref\":\"#\"}",
        "{\"allOf\":[{\"$ref\":\"#\"}]}"
      })
  void refusesWhatDoesNotCompile(String text) {
    assertThat(problem(text)).isNotBlank().doesNotContain("\n");
  }

  @Test
  void toleratesAKeyTwiceWithTheSameValue() {
    compile("{\"properties\":{\"a\":{\"type\":\"string\"},\"a\":{\"type\":\"string\"}}}");
  }

  @Test
  void namesTheFirstProblemAndCountsTheRest() {
    assertThatThrownBy(
            () ->
                SchemaSet.of(
                    Map.of("b", Map.of(V100, "{"), "a", Map.of(V100, "[]", V101, "[]")),
                    Dialect.DRAFT_2020_12))
        .isInstanceOfSatisfying(InvalidSchemas.class, e -> assertThat(e.problems()).hasSize(3))
        .hasMessage("a 1-0-0: is not a JSON Schema: it must be a JSON object (and 2 more)");
  }

  @Test
  void keepsTheGoodOnesBesideTheBad() {
    SchemaSet.Checked checked =
        SchemaSet.check(
            Map.of("a", Map.of(V100, "{", V101, ANY), "b", Map.of(V100, "{")),
            SchemaSettings.defaults());

    assertThat(checked.schemas().eventTypes()).containsExactly("a");
    assertThat(checked.problems().keySet())
        .containsExactly(new SchemaSet.Id("a", V100), new SchemaSet.Id("b", V100));
  }

  private static EventSchema compile(String text) {
    return compile(text, Dialect.DRAFT_2020_12);
  }

  private static EventSchema compile(String text, Dialect dialect) {
    return SchemaSet.of(Map.of("t", Map.of(V100, text)), dialect).newest("t").orElseThrow();
  }

  private static String problem(String text) {
    return problem(text, Dialect.DRAFT_2020_12);
  }

  private static String problem(String text, Dialect dialect) {
    return SchemaSet.check(
            Map.of("t", Map.of(V100, text)), SchemaSettings.defaults().withDialect(dialect))
        .problems()
        .get(new SchemaSet.Id("t", V100));
  }

  private static JsonNode json(String text) throws Exception {
    return JsonMapper.builder().build().readTree(text);
  }
}
