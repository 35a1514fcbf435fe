package io.tributary.schemas.table;

import java.io.Serializable;

/**
 * Two versions give one column two types, and a table cannot have both.
 *
 * @param path the column, as {@code properties.price}; elements of lists are {@code []}
 * @param from its type in the versions before
 * @param to its type in the newer version
 */
public record IncompatibleType(String path, ColumnType from, ColumnType to)
    implements Serializable {

  @Override
  public String toString() {
    return path + " was " + brief(from) + ", is " + brief(to);
  }

  private static String brief(ColumnType type) {
    if (type instanceof Scalar scalar) {
      return scalar.name();
    }
    return type instanceof ListType list ? "LIST<" + brief(list.element()) + ">" : "STRUCT";
  }
}
