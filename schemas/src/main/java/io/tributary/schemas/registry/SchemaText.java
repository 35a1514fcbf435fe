package io.tributary.schemas.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads the JSON of a schema: with exact decimals, and nothing behind it. A key that stands twice
 * with the same value does no harm and is met in published schemas; with two values it is refused.
 */
final class SchemaText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SchemaText() {}

  /** Throws {@link UncompilableSchema} where the text is no JSON. */
  static JsonNode parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new UncompilableSchema("is not JSON: it is empty");
      }
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw new UncompilableSchema("is not JSON: more follows" + at(parser.currentLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new UncompilableSchema("is not JSON" + at(e.getLocation()) + ": " + reason, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has no other
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = value(parser);
      JsonNode before = object.replace(name, value);
      if (before != null && !before.equals(value)) {
        throw new UncompilableSchema(
            "has the key " + name + " twice with different values" + at(parser.currentLocation()));
      }
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static String at(JsonLocation location) {
    return location == null
        ? ""
        : " in line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
