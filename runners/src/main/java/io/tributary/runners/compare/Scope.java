package io.tributary.runners.compare;

import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.util.List;

/**
 * What of two warehouses is compared, and what is told of the differences.
 *
 * @param days days of {@code received_at}, of sessions {@code closed_at}; a table without these
 *     columns is compared whole
 * @param tables names of the tables; empty for all
 * @param examples how many differing rows of each table are told
 * @param values whether the values of such rows are told too; they may be personal
 * @param memory what DuckDB may hold in memory, such as {@code 2GB}
 */
public record Scope(
    DayRange days, List<String> tables, int examples, boolean values, String memory) {

  /** How many differing rows of each table are told by default. */
  public static final int DEFAULT_EXAMPLES = 5;

  /** So many that telling them is no longer an example. */
  private static final int MOST_EXAMPLES = 10_000;

  public Scope {
    tables = List.copyOf(tables);
    if (examples < 0 || examples > MOST_EXAMPLES) {
      throw new IllegalArgumentException(
          "The number of examples must be between 0 and " + MOST_EXAMPLES + ", was " + examples);
    }
  }

  /** All tables, without values. */
  public static Scope of(DayRange days) {
    return new Scope(days, List.of(), DEFAULT_EXAMPLES, false, Queries.DEFAULT_MEMORY);
  }

  /** The same for these tables alone. */
  public Scope withTables(List<String> names) {
    return new Scope(days, names, examples, values, memory);
  }

  /** The same with so many examples of each table. */
  public Scope withExamples(int number) {
    return new Scope(days, tables, number, values, memory);
  }

  /** The same with the values of the examples. */
  public Scope withValues() {
    return new Scope(days, tables, examples, true, memory);
  }

  /** The same with another limit for DuckDB. */
  public Scope withMemory(String limit) {
    return new Scope(days, tables, examples, values, limit);
  }
}
