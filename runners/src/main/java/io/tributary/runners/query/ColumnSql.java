package io.tributary.runners.query;

import static io.tributary.runners.duckdb.Sql.identifier;

import io.tributary.io.iceberg.TableFiles;
import io.tributary.runners.duckdb.Sql;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Iceberg's types in DuckDB's words. */
final class ColumnSql {

  private static final UnaryOperator<String> IN_FILES = TableFiles::nameInFiles;

  private ColumnSql() {}

  /**
   * The name of a nested field: its own, but for characters outside of Unicode's basic plane, since
   * DuckDB's driver cuts such names of nested fields short. They stay coded as in the files.
   */
  private static String shown(String name) {
    return name.chars().anyMatch(c -> Character.isSurrogate((char) c))
        ? IN_FILES.apply(name)
        : name;
  }

  /** The type as the tables show it. */
  static String type(Type type) {
    return type(type, ColumnSql::shown);
  }

  /** The type with nested fields named as in the files. */
  static String typeInFiles(Type type) {
    return type(type, IN_FILES);
  }

  private static String type(Type type, UnaryOperator<String> names) {
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
      case STRING -> "VARCHAR";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
      }
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field -> identifier(names.apply(field.name())) + " " + type(field.type(), names))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      case LIST -> type(type.asListType().elementType(), names) + "[]";
      case MAP ->
          "MAP("
              + type(type.asMapType().keyType(), names)
              + ", "
              + type(type.asMapType().valueType(), names)
              + ")";
      default -> throw new UnsupportedOperationException("No DuckDB type for " + type);
    };
  }

  /** The value of an expression of the type in the files, with its fields' own names. */
  static String renamed(String expression, Type type) {
    return isRenamed(type) ? rename(expression, type, 0) : expression;
  }

  private static boolean isRenamed(Type type) {
    if (type.isStructType()) {
      List<NestedField> fields = type.asStructType().fields();
      return fields.stream()
          .anyMatch(
              field ->
                  !IN_FILES.apply(field.name()).equals(shown(field.name()))
                      || isRenamed(field.type()));
    }
    return type.isListType() && isRenamed(type.asListType().elementType());
  }

  private static String rename(String expression, Type type, int depth) {
    if (!isRenamed(type)) {
      return expression;
    }
    if (type.isListType()) {
      String element = "element_" + depth;
      return "list_transform("
          + expression
          + ", lambda "
          + element
          + ": "
          + rename(element, type.asListType().elementType(), depth + 1)
          + ")";
    }
    String fields =
        type.asStructType().fields().stream()
            .map(
                field ->
                    identifier(shown(field.name()))
                        + " := "
                        + rename(
                            "struct_extract("
                                + expression
                                + ", "
                                + Sql.literal(IN_FILES.apply(field.name()))
                                + ")",
                            field.type(),
                            depth))
            .collect(Collectors.joining(", "));
    // a null struct is not a struct of nulls
    return "CASE WHEN " + expression + " IS NOT NULL THEN struct_pack(" + fields + ") END";
  }
}
