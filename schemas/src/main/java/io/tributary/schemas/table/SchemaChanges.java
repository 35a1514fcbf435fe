package io.tributary.schemas.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.schemas.table.Shape.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what a newer version of a schema refuses or drops that the version before it had. The rules
 * are few and plain: a property is newly required, a property is removed, a type is narrowed,
 * values of an enumeration are removed, an open object is closed. They look through references,
 * objects and items of arrays; limits such as {@code maxLength} are not compared.
 */
public final class SchemaChanges {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_COMPARISONS = 5_000;

  private final ShapeReader older;
  private final ShapeReader newer;
  private final List<String> found = new ArrayList<>();
  private int comparisons;

  private SchemaChanges(JsonNode older, JsonNode newer) {
    this.older = new ShapeReader(new SchemaDocument(older));
    this.newer = new ShapeReader(new SchemaDocument(newer));
  }

  /** The breaking changes from the older to the newer, one line each, in the schema's order. */
  public static List<String> breaking(JsonNode older, JsonNode newer) {
    SchemaChanges changes = new SchemaChanges(older, newer);
    changes.compare("properties", changes.older.root(), changes.newer.root(), 0);
    return List.copyOf(changes.found);
  }

  private void compare(String path, Shape from, Shape to, int depth) {
    if (depth > MAX_DEPTH || ++comparisons > MAX_COMPARISONS) {
      return;
    }
    if (!to.kinds().containsAll(from.kinds())) {
      found.add(path + " allowed " + names(from.kinds()) + ", allows " + names(to.kinds()));
    }
    values(path, from, to);
    Set<String> required = required(to);
    required.removeAll(required(from));
    for (String name : required) {
      found.add(path + "." + name + " is newly required");
    }
    for (Map.Entry<String, List<Located>> property : from.properties().entrySet()) {
      String name = path + "." + property.getKey();
      List<Located> now = to.properties().get(property.getKey());
      if (now == null) {
        found.add(name + " is removed");
      } else {
        compare(name, older.all(property.getValue()), newer.all(now), depth + 1);
      }
    }
    if (isClosed(to) && !isClosed(from)) {
      found.add(path + " is closed to other properties");
    }
    if (!from.items().isEmpty() && !to.items().isEmpty()) {
      compare(path + "[]", older.all(from.items()), newer.all(to.items()), depth + 1);
    }
  }

  private void values(String path, Shape from, Shape to) {
    Set<JsonNode> before = values(from);
    Set<JsonNode> now = values(to);
    if (now == null) {
      return;
    }
    if (before == null) {
      found.add(path + " allows listed values only");
      return;
    }
    before.removeAll(now);
    for (JsonNode value : before) {
      found.add(path + " allows " + value + " no more");
    }
  }

  /** The listed values, or null where any is allowed. */
  private static Set<JsonNode> values(Shape shape) {
    Set<JsonNode> values = null;
    for (JsonNode source : shape.sources()) {
      Set<JsonNode> listed = new LinkedHashSet<>();
      source.path("enum").forEach(listed::add);
      if (source.has("const")) {
        listed.add(source.path("const"));
      }
      if (!listed.isEmpty()) {
        if (values == null) {
          values = listed;
        } else {
          values.retainAll(listed);
        }
      }
    }
    return values;
  }

  private static Set<String> required(Shape shape) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode source : shape.sources()) {
      source.path("required").forEach(name -> names.add(name.asText()));
    }
    return names;
  }

  private static boolean isClosed(Shape shape) {
    return shape.sources().stream()
        .map(source -> source.path("additionalProperties"))
        .anyMatch(other -> other.isBoolean() && !other.booleanValue());
  }

  private static String names(Set<Kind> kinds) {
    if (kinds.equals(EnumSet.allOf(Kind.class))) {
      return "anything";
    }
    return kinds.stream()
        .filter(kind -> kind != Kind.FRACTION || !kinds.contains(Kind.INTEGER))
        .map(kind -> kind == Kind.INTEGER && kinds.contains(Kind.FRACTION) ? "number" : name(kind))
        .collect(Collectors.joining(" or "));
  }

  private static String name(Kind kind) {
    return kind == Kind.FRACTION ? "number" : kind.name().toLowerCase(Locale.ROOT);
  }
}
