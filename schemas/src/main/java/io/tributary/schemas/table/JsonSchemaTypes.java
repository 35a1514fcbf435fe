package io.tributary.schemas.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.schemas.table.Shape.Kind;
import io.tributary.schemas.table.StructType.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a JSON Schema to typed columns.
 *
 * <p>A schema gives a type where every value that it allows, null aside, has it: strings, booleans,
 * integers (LONG), numbers (DOUBLE), objects with named properties (a struct), arrays whose items
 * have one type (a list). Anything else is JSON text: several types, objects without named
 * properties, arrays of anything or by position, a schema inside of itself, nesting below 16
 * levels, and whatever comes after 5,000 fields. References inside the document are followed.
 */
public final class JsonSchemaTypes {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_FIELDS = 5_000;

  private final ShapeReader shapes;

  /** The schemas whose struct or list is being read, from the outermost on. */
  private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private int fields;

  private JsonSchemaTypes(JsonNode schema) {
    this.shapes = new ShapeReader(new SchemaDocument(schema));
  }

  /**
   * The columns of a schema of {@code properties}: one for each property that it names at its top,
   * in its order. No column gets a property that may never be (schema {@code false}) and one whose
   * name cannot stand beside the others: empty, longer than 255 characters, half a surrogate pair,
   * an earlier one but for its case, or an earlier one followed by a dot. Empty where the schema
   * names no properties.
   */
  public static StructType structOf(JsonNode schema) {
    JsonSchemaTypes types = new JsonSchemaTypes(schema);
    Shape root = types.shapes.root();
    types.open.addAll(root.sources());
    return types.struct(root, 0);
  }

  private StructType struct(Shape shape, int depth) {
    FieldNames names = new FieldNames();
    List<Field> columns = new ArrayList<>();
    for (Map.Entry<String, List<Located>> property : shape.properties().entrySet()) {
      boolean never = property.getValue().stream().anyMatch(s -> isFalse(s.schema()));
      if (!never && names.take(property.getKey())) {
        fields++;
        columns.add(new Field(property.getKey(), type(property.getValue(), depth + 1)));
      }
    }
    return StructType.of(columns);
  }

  private ColumnType type(List<Located> schemas, int depth) {
    Shape shape = shapes.all(schemas);
    Set<Kind> kinds = EnumSet.copyOf(shape.kinds());
    kinds.remove(Kind.NULL);
    if (kinds.isEmpty()) {
      return Scalar.JSON;
    }
    if (EnumSet.of(Kind.STRING).containsAll(kinds)) {
      return Scalar.STRING;
    }
    if (EnumSet.of(Kind.BOOLEAN).containsAll(kinds)) {
      return Scalar.BOOLEAN;
    }
    if (EnumSet.of(Kind.INTEGER).containsAll(kinds)) {
      return Scalar.LONG;
    }
    if (EnumSet.of(Kind.INTEGER, Kind.FRACTION).containsAll(kinds)) {
      return Scalar.DOUBLE;
    }
    boolean recursive = !Collections.disjoint(open, shape.sources());
    return recursive || depth > MAX_DEPTH || fields >= MAX_FIELDS
        ? Scalar.JSON
        : container(shape, kinds, depth);
  }

  private ColumnType container(Shape shape, Set<Kind> kinds, int depth) {
    open.addAll(shape.sources());
    try {
      if (EnumSet.of(Kind.OBJECT).containsAll(kinds)) {
        StructType struct = struct(shape, depth);
        return struct.isEmpty() ? Scalar.JSON : struct;
      }
      if (EnumSet.of(Kind.ARRAY).containsAll(kinds)
          && !shape.items().isEmpty()
          && !shape.isTuple()) {
        ColumnType element = type(shape.items(), depth + 1);
        return element == Scalar.JSON ? Scalar.JSON : new ListType(element);
      }
      return Scalar.JSON;
    } finally {
      open.removeAll(shape.sources());
    }
  }

  private static boolean isFalse(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }
}
