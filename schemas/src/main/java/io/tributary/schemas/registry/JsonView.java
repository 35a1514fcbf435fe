package io.tributary.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Jackson tree as the validator sees it. Unlike the view that comes with the validator it makes
 * pointers and big decimals only when asked (most values need neither), keeps the order of members,
 * so that the first violation is the same in every run, and compares 1.5 and 1.50 as equal.
 */
final class JsonView implements dev.harrel.jsonschema.JsonNode {
  static final JsonNodeFactory FACTORY = new Factory();

  private final JsonNode node;
  private final JsonView parent;
  private final String name;
  private final SimpleType type;
  private String pointer;
  private BigDecimal number;
  private Map<String, dev.harrel.jsonschema.JsonNode> members;
  private List<dev.harrel.jsonschema.JsonNode> elements;

  private JsonView(JsonNode node, JsonView parent, String name) {
    this.node = node;
    this.parent = parent;
    this.name = name;
    this.type = typeOf(node);
  }

  static JsonView of(JsonNode node) {
    return new JsonView(node, null, "");
  }

  private SimpleType typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> SimpleType.OBJECT;
      case ARRAY -> SimpleType.ARRAY;
      case STRING -> SimpleType.STRING;
      case BOOLEAN -> SimpleType.BOOLEAN;
      case NUMBER -> isWhole(value) ? SimpleType.INTEGER : SimpleType.NUMBER;
      case NULL, MISSING -> SimpleType.NULL;
      case BINARY, POJO ->
          throw new IllegalArgumentException("Not a JSON value: " + value.getNodeType());
    };
  }

  private boolean isWhole(JsonNode value) {
    if (value.isIntegralNumber()) {
      return true;
    }
    if (value.isDouble()) {
      double number = value.doubleValue();
      return number == Math.rint(number);
    }
    return asNumber().scale() <= 0;
  }

  @Override
  public String getJsonPointer() {
    if (pointer == null) {
      pointer =
          parent == null
              ? ""
              : parent.getJsonPointer()
                  + "/"
                  + dev.harrel.jsonschema.JsonNode.encodeJsonPointer(name);
    }
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return type;
  }

  @Override
  public boolean asBoolean() {
    return node.booleanValue();
  }

  @Override
  public String asString() {
    return node.asText();
  }

  @Override
  public BigInteger asInteger() {
    return node.isIntegralNumber() ? node.bigIntegerValue() : asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    if (number == null) {
      BigDecimal exact = node.decimalValue();
      number = exact.scale() > 0 ? exact.stripTrailingZeros() : exact;
    }
    return number;
  }

  @Override
  public List<dev.harrel.jsonschema.JsonNode> asArray() {
    if (elements == null) {
      List<dev.harrel.jsonschema.JsonNode> views = new ArrayList<>(node.size());
      for (int i = 0; i < node.size(); i++) {
        views.add(new JsonView(node.get(i), this, Integer.toString(i)));
      }
      elements = Collections.unmodifiableList(views);
    }
    return elements;
  }

  @Override
  public Map<String, dev.harrel.jsonschema.JsonNode> asObject() {
    if (members == null) {
      Map<String, dev.harrel.jsonschema.JsonNode> views =
          new LinkedHashMap<>(node.size() * 4 / 3 + 1);
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        views.put(member.getKey(), new JsonView(member.getValue(), this, member.getKey()));
      }
      members = Collections.unmodifiableMap(views);
    }
    return members;
  }

  /** Equality of JSON values: numbers by their value, objects without order. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof JsonView that) || type != that.type) {
      return false;
    }
    return switch (type) {
      case NULL -> true;
      case BOOLEAN -> asBoolean() == that.asBoolean();
      case STRING -> asString().equals(that.asString());
      case INTEGER, NUMBER -> asNumber().compareTo(that.asNumber()) == 0;
      case ARRAY -> asArray().equals(that.asArray());
      case OBJECT -> asObject().equals(that.asObject());
    };
  }

  @Override
  public int hashCode() {
    return switch (type) {
      case NULL -> 0;
      case BOOLEAN -> Boolean.hashCode(asBoolean());
      case STRING -> asString().hashCode();
      case INTEGER, NUMBER -> asNumber().stripTrailingZeros().hashCode();
      case ARRAY -> asArray().hashCode();
      case OBJECT -> asObject().hashCode();
    };
  }

  private static final class Factory implements JsonNodeFactory {
    @Override
    public dev.harrel.jsonschema.JsonNode wrap(Object value) {
      return value instanceof JsonView view ? view : of((JsonNode) value);
    }

    @Override
    public dev.harrel.jsonschema.JsonNode create(String json) {
      return of(SchemaText.parse(json));
    }
  }
}
