package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SchemaVer FIRST = new SchemaVer(1, 0, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'}            | 'x'       | type: expected integer",
        "{'type':['integer','null']}   | true      | type: expected integer or null",
        "{'enum':['sd','hd']}          | 'uhd'     | enum: expected one of ['sd','hd']",
        "{'const':1}                   | 2         | const: expected 1",
        "{'minimum':0}                 | -1        | minimum: expected at least 0",
        "{'maximum':1.5}               | 2         | maximum: expected at most 1.5",
        "{'exclusiveMinimum':0}        | 0         | exclusiveMinimum: expected more than the"
            + " minimum of the schema, 0",
        "{'multipleOf':0.01}           | 0.001     | multipleOf: expected a multiple of 0.01",
        "{'maxLength':2}               | 'abc'     | maxLength: expected at most 2",
        "{'pattern':'^[A-Z]{3}$'}      | 'Eur'     | pattern: expected '^[A-Z]{3}$'",
        "{'minItems':1}                | []        | minItems: expected at least 1",
        "{'uniqueItems':true}          | [1, 1.0]  | uniqueItems: expected no item twice",
        "{'required':['a','b']}        | {'a':1}   | required: missing b",
        "{'anyOf':[{'type':'string'},{'type':'null'}]} | 1 | anyOf: expected a match of one of 2"
            + " schemas",
        "{'oneOf':[{'type':'string'},{'maxLength':9}]} | 'a' | oneOf: expected a match of exactly"
            + " one of 2 schemas",
        "{'not':{'type':'integer'}}    | 1         | not: not met",
        "false                         | 1         | false: expected nothing here",
      })
  void namesPlaceAndRuleOfAViolation(String schema, String value, String rule) throws Exception {
    EventSchema compiled = compile("{'properties':{'x':" + schema + "}}");

    assertThat(compiled.validate(json("{'x':" + value + "}")))
        .contains(new Violation("/properties/x", rule.replace('\'', '"')));
  }

  @Test
  void pointsIntoListsAndObjects() throws Exception {
    EventSchema schema =
        compile("{'properties':{'a/b':{'items':{'properties':{'c':{'type':'integer'}}}}}}");

    assertThat(schema.validate(json("{'a/b':[{'c':1},{'c':'secret'}]}")))
        .contains(new Violation("/properties/a~1b/1/c", "type: expected integer"));
  }

  @Test
  void namesTheFirstOfSeveralViolationsInTheOrderOfTheEvent() throws Exception {
    EventSchema schema = compile("{'properties':{'b':{'type':'integer'},'a':{'type':'integer'}}}");
    JsonNode value = json("{'a':'x','b':'x'}");

    Optional<Violation> first = schema.validate(value);

    for (int i = 0; i < 100; i++) {
      assertThat(schema.validate(value)).isEqualTo(first);
    }
  }

  @Test
  void namesAnUnexpectedProperty() throws Exception {
    EventSchema schema = compile("{'properties':{'a':{}},'additionalProperties':false}");

    assertThat(schema.validate(json("{'a':1,'z':2}")))
        .contains(new Violation("/properties/z", "additionalProperties: expected nothing here"));
  }

  @Test
  void keepsItsWordsShortAndWellFormedWhateverTheNames() throws Exception {
    EventSchema schema = compile("{'additionalProperties':false}");
    ObjectNode value = JSON.createObjectNode().put("\uD800" + "n".repeat(100_000), 1);

    Violation violation = schema.validate(value).orElseThrow();

    assertThat(violation.pointer()).startsWith("/properties/\uFFFDnnn").hasSize(512);
  }

  @Test
  void neverTellsTheData() throws Exception {
    EventSchema schema =
        compile(
            "{'properties':{'a':{'pattern':'^x'},'b':{'enum':[1]},'c':{'maxLength':1},"
                + "'d':{'format':'date'}}}");
    for (String name : new String[] {"a", "b", "c"}) {
      assertThat(schema.validate(JSON.createObjectNode().put(name, "secret")).orElseThrow())
          .asString()
          .doesNotContain("secret");
    }
  }

  @Test
  void takesFormatsAsRemarks() throws Exception {
    EventSchema schema = compile("{'properties':{'u':{'format':'uri'}}}");

    assertThat(schema.validate(json("{'u':'no uri'}"))).isEmpty();
  }

  @Test
  void assertsFormatsWhereTheSettingsSaySo() throws Exception {
    String text = "{\"properties\":{\"u\":{\"format\":\"uri\"},\"e\":{\"format\":\"email\"}}}";
    EventSchema schema =
        SchemaSet.of(
                Map.of("t", Map.of(FIRST, text)),
                SchemaSettings.defaults().withFormats(Formats.ASSERTED))
            .newest("t")
            .orElseThrow();

    assertThat(schema.validate(json("{'u':'http://a/b','e':'not asserted'}"))).isEmpty();
    assertThat(schema.validate(json("{'u':'no uri'}")))
        .contains(new Violation("/properties/u", "format: expected \"uri\""));
  }

  @Test
  void survivesCostlyPatterns() throws Exception {
    EventSchema schema = compile("{'properties':{'s':{'pattern':'(?=.)(a+a+)+y'}}}");

    assertThat(schema.validate(json("{'s':'" + "a".repeat(60) + "'}")))
        .contains(new Violation("/properties", "pattern: takes too many steps on this text"));
    assertThat(schema.validate(json("{'s':'aay'}"))).isEmpty();
  }

  @Test
  void survivesEnormousAndImpossibleNumbers() throws Exception {
    EventSchema schema =
        compile("{'properties':{'n':{'type':'number','multipleOf':0.01,'maximum':10}}}");

    assertThat(schema.validate(json("{'n':1e999}"))).isPresent();
    assertThat(schema.validate(json("{'n':" + "9".repeat(1000) + "}"))).isPresent();
    for (double strange : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      ObjectNode value = JSON.createObjectNode().set("n", DoubleNode.valueOf(strange));
      assertThat(schema.validate(value)).isPresent();
    }
  }

  @Test
  void comparesManyItemsInLinearTime() throws Exception {
    EventSchema schema = compile("{'properties':{'l':{'uniqueItems':true}}}");
    ObjectNode value = JSON.createObjectNode();
    for (int i = 0; i < 200_000; i++) {
      value.withArray("/l").add(i);
    }

    assertThat(schema.validate(value)).isEmpty();
  }

  @Test
  void followsRecursiveSchemasAsDeepAsTheValue() throws Exception {
    EventSchema schema =
        compile(
            "{'$ref':'#/$defs/tree','$defs':{'tree':{'properties':{'v':{'type':'integer'},"
                + "'next':{'$ref':'#/$defs/tree'}}}}}");

    assertThat(schema.validate(json("{'next':{'next':{'next':{'v':1}}}}"))).isEmpty();
    assertThat(schema.validate(json("{'next':{'next':{'next':{'v':'x'}}}}")))
        .contains(new Violation("/properties/next/next/next/v", "type: expected integer"));
  }

  @Test
  void matchesPatternPropertiesAndLeavesTheRestToAdditionalProperties() throws Exception {
    EventSchema schema =
        compile("{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false}");

    assertThat(schema.validate(json("{'x-a':'1'}"))).isEmpty();
    assertThat(schema.validate(json("{'x-a':1}")))
        .contains(new Violation("/properties/x-a", "type: expected string"));
    assertThat(schema.validate(json("{'y':'1'}")).orElseThrow().pointer())
        .isEqualTo("/properties/y");
  }

  private static EventSchema compile(String schema) {
    return SchemaSet.of(
            Map.of("t", Map.of(FIRST, schema.replace('\'', '"'))), Dialect.DRAFT_2020_12)
        .newest("t")
        .orElseThrow();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
