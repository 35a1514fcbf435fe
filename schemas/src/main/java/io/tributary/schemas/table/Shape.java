package io.tributary.schemas.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a schema says about a value's form: the kinds of JSON values that it allows, the schemas of
 * named properties and of items. Constraints on values are left out.
 */
final class Shape {
  /** The kinds of JSON values; an integer is a number too. */
  enum Kind {
    NULL,
    BOOLEAN,
    INTEGER,
    FRACTION,
    STRING,
    ARRAY,
    OBJECT
  }

  private final Set<Kind> kinds = EnumSet.allOf(Kind.class);
  private final Map<String, List<Located>> properties = new LinkedHashMap<>();
  private final List<Located> items = new ArrayList<>();
  private final Set<JsonNode> sources = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean tuple;

  Set<Kind> kinds() {
    return kinds;
  }

  /** The schemas that a property must meet, by its name in the order of the schema. */
  Map<String, List<Located>> properties() {
    return properties;
  }

  /** The schemas that each item must meet. */
  List<Located> items() {
    return items;
  }

  /** Whether items have their types by position. */
  boolean isTuple() {
    return tuple;
  }

  /** The schemas that this shape was read from. */
  Set<JsonNode> sources() {
    return sources;
  }

  /** Whether null is all that is allowed. */
  boolean isNull() {
    return kinds.equals(EnumSet.of(Kind.NULL));
  }

  void only(Set<Kind> others) {
    kinds.retainAll(others);
  }

  void property(String name, Located schema) {
    properties.computeIfAbsent(name, any -> new ArrayList<>()).add(schema);
  }

  void item(Located schema) {
    items.add(schema);
  }

  void tuple() {
    tuple = true;
  }

  void source(JsonNode schema) {
    sources.add(schema);
  }

  /** What both shapes say. */
  void and(Shape other) {
    only(other.kinds);
    other.properties.forEach((name, schemas) -> schemas.forEach(s -> property(name, s)));
    items.addAll(other.items);
    sources.addAll(other.sources);
    tuple |= other.tuple;
  }
}
