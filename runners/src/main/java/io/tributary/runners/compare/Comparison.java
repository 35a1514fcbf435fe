package io.tributary.runners.compare;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.TableFiles;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.transforms.partition.DayRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two warehouses row by row, in all columns.
 *
 * <p>Each table's rows are those of its current snapshot, taken when the comparison starts. Rows of
 * both sides are counted by a 64-bit hash over every value they hold, so memory depends on how many
 * rows there are and not on how wide they are, and spills to disk beyond its limit. Two rows of
 * different values pass for one with a chance of one in 2^64.
 *
 * @param days the days that were compared
 * @param tables the tables of either side by name
 */
public record Comparison(DayRange days, List<TableComparison> tables) {

  public Comparison {
    tables = List.copyOf(tables);
  }

  /** Told what is compared, since it can take long. */
  public interface Listener {

    /** Is told nothing. */
    Listener NONE = (table, number, of, rows) -> {};

    /**
     * A table's turn has come.
     *
     * @param table its name
     * @param number which it is, from 1
     * @param of how many there are
     * @param rows its rows on both sides together, days left aside
     */
    void comparing(String table, int number, int of, long rows);
  }

  /**
   * Compares all tables of two warehouses.
   *
   * @throws InvalidWarehouse if either is none
   */
  public static Comparison of(CatalogConfig left, CatalogConfig right, DayRange days) {
    return of(Side.of(left), Side.of(right), Scope.of(days), Listener.NONE);
  }

  /**
   * Compares two warehouses.
   *
   * @throws InvalidWarehouse if either is none
   * @throws IllegalArgumentException if neither has a table that is asked for, or if the limit is
   *     no amount of memory
   * @throws ComparisonFailed if a table cannot be read, or memory or disk does not suffice
   */
  public static Comparison of(Side left, Side right, Scope scope, Listener listener) {
    SortedMap<String, TableFiles> lefts = tables(left.catalog(), scope);
    SortedMap<String, TableFiles> rights = tables(right.catalog(), scope);
    SortedSet<String> names = new TreeSet<>(lefts.keySet());
    names.addAll(rights.keySet());
    for (String wanted : scope.tables()) {
      if (!names.contains(wanted)) {
        throw new IllegalArgumentException("Neither warehouse has a table " + wanted);
      }
    }
    List<TableComparison> compared = new ArrayList<>();
    try (TableComparer comparer = TableComparer.open(left, right, scope)) {
      for (String name : names) {
        ComparedTable table = new ComparedTable(lefts.get(name), rights.get(name));
        listener.comparing(name, compared.size() + 1, names.size(), table.rows());
        compared.add(comparer.compare(table));
      }
    }
    return new Comparison(scope.days(), compared);
  }

  private static SortedMap<String, TableFiles> tables(CatalogConfig config, Scope scope) {
    SortedMap<String, TableFiles> found = new TreeMap<>();
    try (WarehouseTables tables = WarehouseTables.open(config)) {
      for (String name : tables.names()) {
        if (scope.tables().isEmpty() || scope.tables().contains(name)) {
          found.put(name, tables.table(name));
        }
      }
    }
    return found;
  }

  /** Whether a row differs that both sides should have. */
  public boolean differs() {
    return tables.stream().anyMatch(TableComparison::differs);
  }

  /** How many tables differ. */
  public long tablesThatDiffer() {
    return tables.stream().filter(TableComparison::differs).count();
  }
}
