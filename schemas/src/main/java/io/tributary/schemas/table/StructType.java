package io.tributary.schemas.table;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Named fields in an order. Two structs are equal where names, types and order are. */
public final class StructType implements ColumnType {
  private static final long serialVersionUID = 1L;
  private static final StructType EMPTY = new StructType(List.of());

  private final List<Field> fields;
  private transient Map<String, Field> byName;

  /** A field: its exact name in the data, and its type. */
  public record Field(String name, ColumnType type) implements Serializable {
    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }

    @Override
    public String toString() {
      return name + " " + type;
    }
  }

  private StructType(List<Field> fields) {
    this.fields = fields;
    this.byName = index(fields);
  }

  /** The struct of these fields; throws IllegalArgumentException where two have one name. */
  public static StructType of(List<Field> fields) {
    return fields.isEmpty() ? EMPTY : new StructType(List.copyOf(fields));
  }

  public static StructType of(Field... fields) {
    return of(List.of(fields));
  }

  /** The fields in their order. */
  public List<Field> fields() {
    return fields;
  }

  /** The field of exactly this name, or null. */
  public Field field(String name) {
    return byName.get(name);
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  private static Map<String, Field> index(List<Field> fields) {
    Map<String, Field> index = new HashMap<>();
    for (Field field : fields) {
      if (index.put(field.name(), field) != null) {
        throw new IllegalArgumentException("Two fields are named " + field.name());
      }
    }
    return index;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    byName = index(fields);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof StructType that && fields.equals(that.fields));
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "STRUCT<", ">"));
  }
}
