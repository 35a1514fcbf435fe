package io.tributary.runners.compare;

import java.util.List;

/**
 * One table of two warehouses, row by row. Rows are a multiset: a row that stands twice on one side
 * and once on the other is one row only there.
 *
 * @param table the table's name
 * @param sides which warehouses have the table; one that has not holds no row of it
 * @param left rows of the left side
 * @param right rows of the right side
 * @param onlyLeft rows that only the left side has and the right should have too
 * @param onlyRight rows that only the right side has and the left should have too
 * @param waitingLeft rows that only the left side has because the right has not committed their
 *     time yet: no difference
 * @param waitingRight the same the other way round
 * @param schema how the columns differ
 * @param examples some of the rows that differ, the earliest; empty where none does
 */
public record TableComparison(
    String table,
    Sides sides,
    long left,
    long right,
    long onlyLeft,
    long onlyRight,
    long waitingLeft,
    long waitingRight,
    SchemaDifferences schema,
    List<RowDifference> examples) {

  public TableComparison {
    examples = List.copyOf(examples);
  }

  /** Which warehouses have a table. */
  public enum Sides {
    BOTH,
    ONLY_LEFT,
    ONLY_RIGHT
  }

  /**
   * A row that differs.
   *
   * @param row its place: {@code topic/partition/offset}, or {@code session_id/revision}
   * @param left how many rows of this place the left side has
   * @param right how many the right side has
   * @param columns dotted paths of what differs; empty unless each side has one such row
   * @param values their values; empty unless asked for, since they may be personal
   */
  public record RowDifference(
      String row, long left, long right, List<String> columns, List<Values> values) {

    public RowDifference {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }

    /** The place alone: values may be personal. */
    @Override
    public String toString() {
      return "RowDifference[" + row + " " + columns + "]";
    }
  }

  /**
   * Both values of a column, as text, long ones cut.
   *
   * @param column dotted path
   * @param left the left side's value, or null
   * @param right the right side's value, or null
   */
  public record Values(String column, String left, String right) {

    /** The column alone: values may be personal. */
    @Override
    public String toString() {
      return "Values[" + column + "]";
    }
  }

  /** Whether a row differs that both sides should have. */
  public boolean differs() {
    return onlyLeft + onlyRight > 0;
  }

  /** Rows that one side has not come to yet. */
  public long waiting() {
    return waitingLeft + waitingRight;
  }
}
