package io.tributary.runners.compare;

import io.tributary.io.iceberg.TableFiles;
import io.tributary.runners.duckdb.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The type of a column as both sides of a comparison can be read in: a struct has the fields of
 * either side, a number is the wider of both, and what has nothing in common is text. Names of
 * nested fields are those inside the files.
 */
sealed interface Shape {

  /** DuckDB's name of the type. */
  String sql();

  /**
   * An expression for 64 bits that equal values share and others do not. DuckDB's own hash of a
   * nested value takes null for empty and one depth for another, so this goes down to plain values.
   *
   * @param value an expression of this type
   * @param depth how many lists it is in
   */
  String digest(String value, int depth);

  /** Hands on the expressions of which each is a difference of its own, with their names. */
  void parts(String name, String value, BiConsumer<String, String> part);

  /** A plain value. */
  record Plain(String sql) implements Shape {
    @Override
    public String digest(String value, int depth) {
      return "hash(" + value + ")";
    }

    @Override
    public void parts(String name, String value, BiConsumer<String, String> part) {
      part.accept(name, value);
    }
  }

  /** Fields by name. */
  record Struct(Map<String, Shape> fields) implements Shape {
    @Override
    public String sql() {
      return fields.entrySet().stream()
          .map(field -> Sql.identifier(field.getKey()) + " " + field.getValue().sql())
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    @Override
    public String digest(String value, int depth) {
      return fields.entrySet().stream()
          .map(field -> field.getValue().digest(field(value, field.getKey()), depth))
          .collect(Collectors.joining(", ", "hash(" + value + " IS NULL, ", ")"));
    }

    @Override
    public void parts(String name, String value, BiConsumer<String, String> part) {
      part.accept(name, "(" + value + " IS NOT NULL)");
      fields.forEach((field, shape) -> shape.parts(name + "." + field, field(value, field), part));
    }

    private static String field(String value, String name) {
      return "struct_extract(" + value + ", " + Sql.literal(name) + ")";
    }
  }

  /** Elements in their order. */
  record Elements(Shape element) implements Shape {
    @Override
    public String sql() {
      return element.sql() + "[]";
    }

    @Override
    public String digest(String value, int depth) {
      String each = "element_" + depth;
      return "hash(len("
          + value
          + "), list_transform("
          + value
          + ", lambda "
          + each
          + ": "
          + element.digest(each, depth + 1)
          + "))";
    }

    @Override
    public void parts(String name, String value, BiConsumer<String, String> part) {
      part.accept(name, value);
    }
  }

  /**
   * The type in which values of both can be read.
   *
   * @param left a side's type, or null where it has no such field
   * @param right the other's, or null; not both
   * @param name path of the field, for what is told
   * @param differences is told what only one side has and what has another type
   */
  static Shape of(Type left, Type right, String name, SchemaDifferences.Builder differences) {
    if (left == null || right == null) {
      differences.onlyOn(left != null, name);
      Type one = left == null ? right : left;
      return of(one, one, name, new SchemaDifferences.Builder());
    }
    if (left.isStructType() && right.isStructType()) {
      return struct(left.asStructType(), right.asStructType(), name, differences);
    }
    if (left.isListType() && right.isListType()) {
      return new Elements(
          of(
              left.asListType().elementType(),
              right.asListType().elementType(),
              name + "[]",
              differences));
    }
    if (!left.equals(right)) {
      differences.otherType(name);
    }
    return new Plain(plain(left, right));
  }

  private static Shape struct(
      Types.StructType left,
      Types.StructType right,
      String name,
      SchemaDifferences.Builder differences) {
    Map<String, NestedField> rest = new LinkedHashMap<>();
    right.fields().forEach(field -> rest.put(key(field), field));
    Map<String, Shape> fields = new LinkedHashMap<>();
    for (NestedField field : left.fields()) {
      NestedField other = rest.remove(key(field));
      String inFiles = TableFiles.nameInFiles(field.name());
      fields.put(
          inFiles,
          of(
              field.type(),
              other == null ? null : other.type(),
              name + "." + field.name(),
              differences));
    }
    for (NestedField field : List.copyOf(rest.values())) {
      fields.put(
          TableFiles.nameInFiles(field.name()),
          of(null, field.type(), name + "." + field.name(), differences));
    }
    return new Struct(fields);
  }

  /** DuckDB finds fields whatever their case. */
  private static String key(NestedField field) {
    return TableFiles.nameInFiles(field.name()).toLowerCase(Locale.ROOT);
  }

  private static String plain(Type left, Type right) {
    if (left.typeId() == right.typeId() && (left.equals(right) || !hasParameters(left))) {
      return plain(left);
    }
    List<TypeID> both = new ArrayList<>(List.of(left.typeId(), right.typeId()));
    if (List.of(TypeID.INTEGER, TypeID.LONG).containsAll(both)) {
      return "BIGINT";
    }
    if (List.of(TypeID.INTEGER, TypeID.LONG, TypeID.FLOAT, TypeID.DOUBLE).containsAll(both)) {
      return "DOUBLE";
    }
    return "VARCHAR";
  }

  private static boolean hasParameters(Type type) {
    return switch (type.typeId()) {
      case DECIMAL, TIMESTAMP, TIMESTAMP_NANO, MAP -> true;
      default -> false;
    };
  }

  private static String plain(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
      case TIMESTAMP_NANO ->
          ((Types.TimestampNanoType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP_NS";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case DECIMAL ->
          "DECIMAL("
              + ((Types.DecimalType) type).precision()
              + ", "
              + ((Types.DecimalType) type).scale()
              + ")";
      default -> "VARCHAR"; // text, and what the pipeline does not write
    };
  }
}
