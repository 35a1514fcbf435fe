package io.tributary.runners.compare;

import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.runners.compare.TableComparison.Values;
import io.tributary.runners.text.TextTable;
import java.util.List;
import java.util.Locale;

/**
 * A comparison for the screen: a line for each table, then what differs in those that do, then the
 * answer in one line.
 */
public final class ComparisonText {

  private final StringBuilder text = new StringBuilder();
  private final int width;

  private ComparisonText(int width) {
    this.width = width;
  }

  /** All of it, in lines of about 120 places. */
  public static String of(Comparison comparison) {
    return of(comparison, 120);
  }

  /**
   * All of it.
   *
   * @param width places of a line before its long values are cut
   */
  public static String of(Comparison comparison, int width) {
    ComparisonText text = new ComparisonText(width);
    text.tables(comparison);
    comparison.tables().forEach(text::details);
    text.answer(comparison);
    return text.text.toString();
  }

  private void tables(Comparison comparison) {
    TextTable table =
        TextTable.of("table", "left", "right", "only left", "only right", "waiting")
            .right(1, 2, 3, 4, 5)
            .fit(width);
    for (TableComparison each : comparison.tables()) {
      table.row(
          each.table(),
          number(each.left()),
          number(each.right()),
          number(each.onlyLeft()),
          number(each.onlyRight()),
          number(each.waiting()));
    }
    text.append(table.render());
  }

  private void details(TableComparison table) {
    SchemaDifferences schema = table.schema();
    StringBuilder notes = new StringBuilder();
    switch (table.sides()) {
      case ONLY_LEFT -> notes.append("  only the left warehouse has this table\n");
      case ONLY_RIGHT -> notes.append("  only the right warehouse has this table\n");
      case BOTH -> {
        note(notes, "only the left side has the columns ", schema.onlyLeft());
        note(notes, "only the right side has the columns ", schema.onlyRight());
        note(notes, "another type on each side: ", schema.otherType());
      }
      default -> throw new IllegalStateException("Unknown " + table.sides());
    }
    if (notes.isEmpty() && table.examples().isEmpty()) {
      return;
    }
    text.append('\n').append(table.table()).append('\n').append(notes);
    if (!table.examples().isEmpty()) {
      boolean hasValues = table.examples().stream().anyMatch(row -> !row.values().isEmpty());
      text.append(hasValues ? withValues(table) : withoutValues(table));
      long more = table.onlyLeft() + table.onlyRight() - shown(table);
      if (more > 0) {
        text.append(String.format(Locale.ROOT, "... and %,d more; --limit shows more\n", more));
      }
    }
  }

  /** How many of the rows that only one side has are told by the examples, at the most. */
  private static long shown(TableComparison table) {
    return table.examples().stream().mapToLong(row -> row.left() + row.right()).sum();
  }

  private static void note(StringBuilder notes, String words, List<String> columns) {
    if (!columns.isEmpty()) {
      notes.append("  ").append(words).append(String.join(", ", columns)).append('\n');
    }
  }

  private String withoutValues(TableComparison table) {
    TextTable rows = TextTable.of("row", "left", "right", "columns that differ").right(1, 2);
    for (RowDifference row : table.examples()) {
      rows.row(row.row(), number(row.left()), number(row.right()), columns(row));
    }
    return rows.fit(width).render();
  }

  private String withValues(TableComparison table) {
    TextTable rows = TextTable.of("row", "column", "left", "right");
    for (RowDifference row : table.examples()) {
      for (Values each : row.values()) {
        rows.row(row.row(), each.column(), each.left(), each.right());
      }
      if (row.values().isEmpty()) {
        rows.row(row.row(), columns(row), rows(row.left()), rows(row.right()));
      }
    }
    return rows.fit(width).render();
  }

  private static String columns(RowDifference row) {
    if (!row.columns().isEmpty()) {
      return String.join(", ", row.columns());
    }
    if (row.left() == 0 || row.right() == 0) {
      return row.left() == 0 ? "(only right)" : "(only left)";
    }
    return "(more than one row)";
  }

  private static String rows(long rows) {
    return "(" + number(rows) + (rows == 1 ? " row)" : " rows)");
  }

  private void answer(Comparison comparison) {
    long left = comparison.tables().stream().mapToLong(TableComparison::left).sum();
    long right = comparison.tables().stream().mapToLong(TableComparison::right).sum();
    long waiting = comparison.tables().stream().mapToLong(TableComparison::waiting).sum();
    long onlyLeft = comparison.tables().stream().mapToLong(TableComparison::onlyLeft).sum();
    long onlyRight = comparison.tables().stream().mapToLong(TableComparison::onlyRight).sum();
    String rows =
        String.format(
            Locale.ROOT,
            "%s, %,d tables: %,d rows left, %,d right",
            comparison.days(),
            comparison.tables().size(),
            left,
            right);
    String awaited =
        waiting == 0
            ? ""
            : String.format(
                Locale.ROOT, "; %,d await the other side's stream and do not count", waiting);
    text.append('\n')
        .append(
            comparison.differs()
                ? String.format(
                    Locale.ROOT,
                    "%d of the tables differ: %,d rows only left, %,d only right",
                    comparison.tablesThatDiffer(),
                    onlyLeft,
                    onlyRight)
                : "No row differs")
        .append(" (")
        .append(rows)
        .append(awaited)
        .append(")\n");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
