package io.tributary.io.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.table.ColumnType;
import io.tributary.schemas.table.ListType;
import io.tributary.schemas.table.Scalar;
import io.tributary.schemas.table.StructType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Which part of a JSON value a column's type can hold, and what is left over. */
final class JsonNodes {

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private JsonNodes() {}

  /** Whether a value can stand in a column of this type; null always can. */
  static boolean fits(JsonNode value, ColumnType type) {
    if (value.isNull()) {
      return true;
    }
    if (type instanceof Scalar scalar) {
      return switch (scalar) {
        case STRING -> value.isTextual();
        case BOOLEAN -> value.isBoolean();
        case DOUBLE -> value.isNumber() && Double.isFinite(value.doubleValue());
        case LONG -> isLong(value);
        case JSON -> true;
      };
    }
    if (type instanceof ListType list) {
      if (!value.isArray()) {
        return false;
      }
      for (JsonNode element : value) {
        if (!fits(element, list.element())) {
          return false;
        }
      }
      return true;
    }
    return value.isObject();
  }

  /** JSON Schema counts 1.0 and 1e2 as integers. */
  private static boolean isLong(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.canConvertToLong();
    }
    if (!value.isNumber()) {
      return false;
    }
    BigDecimal decimal = value.decimalValue();
    return decimal.compareTo(LONG_MIN) >= 0
        && decimal.compareTo(LONG_MAX) <= 0
        && decimal.stripTrailingZeros().scale() <= 0;
  }

  /**
   * The fields of a version for which its table has columns: of two names that are the same but for
   * their case, and that stand in different versions, only the older has one.
   */
  static StructType held(StructType version, Types.StructType table) {
    List<StructType.Field> fields = new ArrayList<>();
    for (StructType.Field field : version.fields()) {
      Types.NestedField column = table.field(field.name());
      if (column != null) {
        fields.add(new StructType.Field(field.name(), held(field.type(), column.type())));
      }
    }
    return StructType.of(fields);
  }

  private static ColumnType held(ColumnType version, Type table) {
    if (version instanceof StructType struct) {
      return held(struct, table.asStructType());
    }
    return version instanceof ListType list
        ? new ListType(held(list.element(), table.asListType().elementType()))
        : version;
  }

  /** What the struct does not hold of an object, or null where it holds all. */
  static ObjectNode leftOver(JsonNode object, StructType type) {
    ObjectNode rest = null;
    for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> member = fields.next();
      StructType.Field field = type.field(member.getKey());
      JsonNode left = field == null ? member.getValue() : leftOver(member.getValue(), field.type());
      if (left != null) {
        rest = rest == null ? JsonNodeFactory.instance.objectNode() : rest;
        rest.set(member.getKey(), left);
      }
    }
    return rest;
  }

  private static JsonNode leftOver(JsonNode value, ColumnType type) {
    if (!fits(value, type)) {
      return value;
    }
    if (type instanceof StructType struct && value.isObject()) {
      return leftOver(value, struct);
    }
    if (type instanceof ListType list && value.isArray()) {
      for (JsonNode element : value) {
        if (leftOver(element, list.element()) != null) {
          return value; // a part of a list has no place of its own: all of it is kept
        }
      }
    }
    return null;
  }
}
