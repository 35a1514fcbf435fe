package io.tributary.schemas.table;

import java.util.Objects;

/**
 * A list of elements of one type.
 *
 * @param element the type of each element
 */
public record ListType(ColumnType element) implements ColumnType {

  public ListType {
    Objects.requireNonNull(element, "element");
  }

  @Override
  public String toString() {
    return "LIST<" + element + ">";
  }
}
