package io.tributary.schemas.table;

import io.tributary.schemas.table.StructType.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the columns of two versions of a schema. */
public final class TableTypes {
  private static final String ROOT = "properties";

  private TableTypes() {}

  /**
   * Two structs joined.
   *
   * @param type all fields; where the versions disagree, with the older type
   * @param problems where they disagree; empty where both fit one table
   */
  public record Merged(StructType type, List<IncompatibleType> problems) {
    public boolean isCompatible() {
      return problems.isEmpty();
    }
  }

  /**
   * Joins the columns: those of the older struct in their order, then the new ones of the newer, so
   * too inside of structs and lists. A column keeps its type: none of the types can be promoted to
   * another. A new name that is an older one but for its case gets no column.
   */
  public static Merged merge(StructType older, StructType newer) {
    List<IncompatibleType> problems = new ArrayList<>();
    StructType merged = structs(ROOT, older, newer, problems);
    return new Merged(merged, List.copyOf(problems));
  }

  private static StructType structs(
      String path, StructType older, StructType newer, List<IncompatibleType> problems) {
    FieldNames names = new FieldNames();
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Field field : older.fields()) {
      names.take(field.name());
      fields.put(field.name(), field);
    }
    for (Field field : newer.fields()) {
      Field before = older.field(field.name());
      if (before != null) {
        ColumnType type = types(path + "." + field.name(), before.type(), field.type(), problems);
        fields.put(field.name(), new Field(field.name(), type));
      } else if (names.take(field.name())) {
        fields.put(field.name(), field);
      }
    }
    return StructType.of(List.copyOf(fields.values()));
  }

  private static ColumnType types(
      String path, ColumnType older, ColumnType newer, List<IncompatibleType> problems) {
    if (older.equals(newer)) {
      return older;
    }
    if (older instanceof StructType from && newer instanceof StructType to) {
      return structs(path, from, to, problems);
    }
    if (older instanceof ListType from && newer instanceof ListType to) {
      return new ListType(types(path + "[]", from.element(), to.element(), problems));
    }
    problems.add(new IncompatibleType(path, older, newer));
    return older;
  }
}
