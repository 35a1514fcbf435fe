package io.tributary.schemas.table;

import static io.tributary.schemas.table.Scalar.BOOLEAN;
import static io.tributary.schemas.table.Scalar.DOUBLE;
import static io.tributary.schemas.table.Scalar.JSON;
import static io.tributary.schemas.table.Scalar.LONG;
import static io.tributary.schemas.table.Scalar.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.table.StructType.Field;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemaTypesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @ParameterizedTest
  @MethodSource("types")
  void typesAProperty(String schema, ColumnType type) throws Exception {
    assertThat(struct("{'properties':{'x':" + schema + "}}").field("x").type()).isEqualTo(type);
  }

  static Stream<Arguments> types() {
    StructType a = StructType.of(new Field("a", LONG));
    return Stream.of(
        Arguments.of("{'type':'string'}", STRING),
        Arguments.of("{'type':'integer'}", LONG),
        Arguments.of("{'type':'number'}", DOUBLE),
        Arguments.of("{'type':'boolean'}", BOOLEAN),
        Arguments.of("{'type':['string','null']}", STRING),
        Arguments.of("{'type':['integer','number']}", DOUBLE),
        Arguments.of("{'type':['integer','string']}", JSON),
        Arguments.of("{'type':'null'}", JSON),
        Arguments.of("{'type':[]}", JSON),
        Arguments.of("true", JSON),
        Arguments.of("{}", JSON),
        Arguments.of("{'anyOf':[{'type':'integer'},{'type':'null'}]}", LONG),
        Arguments.of("{'oneOf':[{'type':'null'},{'type':'string'}]}", STRING),
        Arguments.of("{'anyOf':[{'type':'integer'},{'type':'number'}]}", DOUBLE),
        Arguments.of("{'anyOf':[{'type':'string'},{'type':'string','maxLength':1}]}", STRING),
        Arguments.of("{'anyOf':[{'type':'string'},{'type':'integer'}]}", JSON),
        Arguments.of("{'type':'string','anyOf':[{'maxLength':1},{'pattern':'a'}]}", STRING),
        Arguments.of("{'enum':['a','b',null]}", STRING),
        Arguments.of("{'enum':[1,2]}", LONG),
        Arguments.of("{'enum':[1,2.5]}", DOUBLE),
        Arguments.of("{'enum':[1,'a']}", JSON),
        Arguments.of("{'const':true}", BOOLEAN),
        Arguments.of("{'const':[1]}", JSON),
        Arguments.of("{'type':'object'}", JSON),
        Arguments.of("{'type':'object','properties':{}}", JSON),
        Arguments.of("{'type':'object','additionalProperties':{'type':'string'}}", JSON),
        Arguments.of("{'type':'object','properties':{'a':{'type':'integer'}}}", a),
        Arguments.of("{'type':['object','null'],'properties':{'a':{'type':'integer'}}}", a),
        Arguments.of("{'properties':{'a':{'type':'integer'}}}", JSON),
        Arguments.of("{'type':'object','properties':{'':{'type':'integer'}}}", JSON),
        Arguments.of("{'type':'array'}", JSON),
        Arguments.of("{'type':'array','items':{}}", JSON),
        Arguments.of("{'type':'array','items':true}", JSON),
        Arguments.of("{'type':'array','items':{'type':'string'}}", new ListType(STRING)),
        Arguments.of("{'type':'array','items':[{'type':'string'}]}", JSON),
        Arguments.of("{'type':'array','prefixItems':[{}],'items':{'type':'string'}}", JSON),
        Arguments.of(
            "{'type':'array','items':{'type':'array','items':{'type':'number'}}}",
            new ListType(new ListType(DOUBLE))),
        Arguments.of(
            "{'type':'array','items':{'type':'object','properties':{'a':{'type':'integer'}}}}",
            new ListType(a)),
        Arguments.of(
            "{'anyOf':[{'type':'null'},{'type':'object','properties':{'a':{'type':'integer'}}}]}",
            a),
        Arguments.of(
            "{'type':'object','allOf':[{'properties':{'a':{'type':'integer'}}},"
                + "{'required':['a']}]}",
            a),
        Arguments.of("{'allOf':[{'type':'number'},{'type':'integer'}]}", LONG),
        Arguments.of("{'allOf':[{'type':'string'},{'type':'integer'}]}", JSON));
  }

  @Test
  void followsReferencesInsideTheDocument() throws Exception {
    StructType struct =
        struct(
            "{'$id':'http://acme.com/order.json','properties':{"
                + "'pointer':{'$ref':'#/definitions/text'},"
                + "'sibling':{'$ref':'#/definitions/text','title':'t','maxLength':1},"
                + "'absolute':{'$ref':'http://acme.com/order.json#/definitions/text'},"
                + "'embedded':{'$ref':'text.json'},"
                + "'anchored':{'$ref':'#here'},"
                + "'elsewhere':{'$ref':'http://acme.com/other.json'},"
                + "'missing':{'$ref':'#/definitions/none'}},"
                + "'definitions':{'text':{'type':'string'},"
                + "'number':{'$id':'text.json','type':'number'},"
                + "'anchor':{'$anchor':'here','type':'boolean'}}}");

    assertThat(struct)
        .isEqualTo(
            StructType.of(
                new Field("pointer", STRING),
                new Field("sibling", STRING),
                new Field("absolute", STRING),
                new Field("embedded", DOUBLE),
                new Field("anchored", BOOLEAN),
                new Field("elsewhere", JSON),
                new Field("missing", JSON)));
  }

  @Test
  void findsTopLevelPropertiesThroughReferences() throws Exception {
    assertThat(struct("{'$ref':'#/$defs/e','$defs':{'e':{'properties':{'a':{'type':'string'}}}}}"))
        .isEqualTo(StructType.of(new Field("a", STRING)));
  }

  @Test
  void storesASchemaInsideOfItselfAsJson() throws Exception {
    assertThat(
            struct(
                "{'type':'object','properties':{'v':{'type':'integer'},'child':{'$ref':'#'},"
                    + "'list':{'type':'array','items':{'$ref':'#'}}}}"))
        .isEqualTo(
            StructType.of(new Field("v", LONG), new Field("child", JSON), new Field("list", JSON)));
  }

  @Test
  void survivesReferencesThatLeadToThemselves() throws Exception {
    assertThat(
            struct(
                "{'properties':{'a':{'$ref':'#/$defs/x'}},"
                    + "'$defs':{'x':{'anyOf':[{'$ref':'#/$defs/x'},{'$ref':'#/$defs/x'}]}}}"))
        .isEqualTo(StructType.of(new Field("a", JSON)));
  }

  @Test
  void storesWhatIsDeeperThanSixteenLevelsAsJson() throws Exception {
    String schema = "{'type':'string'}";
    for (int i = 0; i < 20; i++) {
      schema = "{'type':'object','properties':{'n':" + schema + "}}";
    }

    ColumnType type = struct(schema);
    int depth = 0;
    while (type instanceof StructType struct) {
      type = struct.field("n").type();
      depth++;
    }

    assertThat(depth).isEqualTo(17);
    assertThat(type).isEqualTo(JSON);
  }

  @Test
  void givesNoColumnToNamesThatCannotStand() throws Exception {
    ObjectNode schema = MAPPER.createObjectNode();
    ObjectNode properties = schema.putObject("properties");
    for (String name :
        new String[] {
          "price",
          "Price",
          "",
          "\uD800",
          "n".repeat(256),
          "n".repeat(255),
          "price.net",
          "a.b",
          "a",
          "x y",
          "x_x20y",
          "\u0130",
          "i\u0307"
        }) {
      properties.putObject(name).put("type", "string");
    }

    assertThat(JsonSchemaTypes.structOf(schema).fields())
        .extracting(Field::name)
        .containsExactly("price", "n".repeat(255), "a.b", "x y", "\u0130");
  }

  @Test
  void givesNoColumnToWhatMayNeverBe() throws Exception {
    assertThat(struct("{'properties':{'gone':false,'a':true}}"))
        .isEqualTo(StructType.of(new Field("a", JSON)));
  }

  @Test
  void isEmptyWithoutProperties() throws Exception {
    assertThat(struct("{'type':'object'}")).isEqualTo(StructType.of());
    assertThat(struct("{}").isEmpty()).isTrue();
  }

  @Test
  void travels() throws Exception {
    StructType struct =
        struct(
            "{'properties':{'a':{'type':'array','items':{'type':'object',"
                + "'properties':{'b':{'type':'string'}}}}}}");

    StructType copy = SerializableUtils.clone(struct);

    assertThat(copy).isEqualTo(struct).hasSameHashCodeAs(struct);
    assertThat(copy.field("a")).isEqualTo(struct.field("a"));
    assertThat(copy.field("b")).isNull();
    assertThat(copy).hasToString("STRUCT<a LIST<STRUCT<b STRING>>>");
  }

  private static StructType struct(String schema) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(schema.replace('\'', '"'));
    return JsonSchemaTypes.structOf(node);
  }
}
