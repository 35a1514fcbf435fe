package io.tributary.schemas.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.schemas.table.Shape.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the shapes of schemas, through references and combinations. */
final class ShapeReader {
  /** A bound for documents whose references multiply; what comes after says nothing. */
  private static final int MAX_READS = 200_000;

  private final SchemaDocument document;
  private final Set<JsonNode> reading = Collections.newSetFromMap(new IdentityHashMap<>());
  private int reads;

  ShapeReader(SchemaDocument document) {
    this.document = document;
  }

  Shape root() {
    return shape(document.root());
  }

  /** The shape of a value that meets all these schemas. */
  Shape all(List<Located> schemas) {
    Shape shape = new Shape();
    for (Located schema : schemas) {
      shape.and(shape(schema));
    }
    return shape;
  }

  private Shape shape(Located outer) {
    Shape shape = new Shape();
    Located located = document.enter(outer);
    JsonNode schema = located.schema();
    if (schema.isBoolean() && !schema.booleanValue()) {
      shape.only(EnumSet.noneOf(Kind.class));
    }
    if (schema.isObject() && ++reads <= MAX_READS && reading.add(schema)) {
      shape.source(schema);
      read(outer, located, shape);
      reading.remove(schema);
    }
    return shape;
  }

  private void read(Located outer, Located located, Shape shape) {
    JsonNode schema = located.schema();
    kinds(schema, shape);
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      shape.property(property.getKey(), new Located(property.getValue(), located.base()));
    }
    items(located, shape);
    if (schema.path("$ref").isTextual()) {
      document
          .find(schema.path("$ref").textValue(), outer)
          .ifPresent(target -> shape.and(shape(target)));
    }
    for (JsonNode part : schema.path("allOf")) {
      shape.and(shape(new Located(part, located.base())));
    }
    alternatives(schema.path("anyOf"), located, shape);
    alternatives(schema.path("oneOf"), located, shape);
  }

  private static void kinds(JsonNode schema, Shape shape) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      shape.only(named(type.textValue()));
    } else if (type.isArray()) {
      Set<Kind> kinds = EnumSet.noneOf(Kind.class);
      type.forEach(name -> kinds.addAll(named(name.asText())));
      shape.only(kinds);
    }
    if (schema.path("enum").isArray()) {
      Set<Kind> kinds = EnumSet.noneOf(Kind.class);
      schema.path("enum").forEach(value -> kinds.add(kindOf(value)));
      shape.only(kinds);
    }
    if (schema.has("const")) {
      shape.only(EnumSet.of(kindOf(schema.path("const"))));
    }
  }

  private static void items(Located located, Shape shape) {
    JsonNode items = located.schema().path("items");
    if (items.isArray() || located.schema().has("prefixItems")) {
      shape.tuple();
    } else if (items.isObject()) {
      shape.item(new Located(items, located.base()));
    }
  }

  /** One of several: the kinds of all; the properties and items where one is left beside null. */
  private void alternatives(JsonNode schemas, Located located, Shape shape) {
    if (!schemas.isArray()) {
      return;
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<Shape> branches = new ArrayList<>();
    for (JsonNode schema : schemas) {
      Shape branch = shape(new Located(schema, located.base()));
      kinds.addAll(branch.kinds());
      if (!branch.isNull() && !branch.kinds().isEmpty()) {
        branches.add(branch);
      }
    }
    if (branches.size() == 1) {
      Shape branch = branches.get(0);
      branch.kinds().addAll(kinds);
      shape.and(branch);
    } else {
      shape.only(kinds);
    }
  }

  private static Set<Kind> named(String type) {
    return switch (type) {
      case "null" -> EnumSet.of(Kind.NULL);
      case "boolean" -> EnumSet.of(Kind.BOOLEAN);
      case "integer" -> EnumSet.of(Kind.INTEGER);
      case "number" -> EnumSet.of(Kind.INTEGER, Kind.FRACTION);
      case "string" -> EnumSet.of(Kind.STRING);
      case "array" -> EnumSet.of(Kind.ARRAY);
      case "object" -> EnumSet.of(Kind.OBJECT);
      default -> EnumSet.noneOf(Kind.class);
    };
  }

  private static Kind kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> Kind.BOOLEAN;
      case NUMBER -> isWhole(value) ? Kind.INTEGER : Kind.FRACTION;
      case STRING -> Kind.STRING;
      case ARRAY -> Kind.ARRAY;
      case OBJECT -> Kind.OBJECT;
      default -> Kind.NULL;
    };
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber() || value.decimalValue().stripTrailingZeros().scale() <= 0;
  }
}
