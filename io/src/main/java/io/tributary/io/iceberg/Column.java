package io.tributary.io.iceberg;

import java.util.function.BiConsumer;
import org.apache.iceberg.types.Type;

/**
 * A flat column: its name and type in the table, and how a row's value gets into it.
 *
 * @param name the column's name
 * @param type its Iceberg type
 * @param required whether every row has a value
 * @param unique whether nearly every row has another value, so that a dictionary is wasted on it
 * @param write writes one row's value
 */
record Column<R>(
    String name, Type type, boolean required, boolean unique, BiConsumer<R, Cell> write) {

  static <R> Column<R> required(String name, Type type, BiConsumer<R, Cell> write) {
    return new Column<>(name, type, true, false, write);
  }

  static <R> Column<R> optional(String name, Type type, BiConsumer<R, Cell> write) {
    return new Column<>(name, type, false, false, write);
  }

  /** The same column, written without a dictionary. */
  Column<R> withoutDictionary() {
    return new Column<>(name, type, required, true, write);
  }
}
