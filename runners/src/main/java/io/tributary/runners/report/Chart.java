package io.tributary.runners.report;

import java.util.List;

/**
 * One picture: its numbers once, as a table, from which the page makes the drawing and the table to
 * read. The first column is the axis, or where a flow begins; each further one a series.
 *
 * @param id its name inside of the page, letters and hyphens
 * @param title what is seen, with the unit
 * @param summary what there is to see, in a sentence or two, for who does not see it
 * @param shape how it is drawn
 * @param unit what the values' axis counts
 * @param columns the table's columns
 * @param rows values in the order of the columns: texts, numbers, or null; a share is a fraction
 */
record Chart(
    String id,
    String title,
    String summary,
    Shape shape,
    String unit,
    List<Column> columns,
    List<List<Object>> rows) {

  /** How numbers become a drawing. */
  enum Shape {
    /** Bars in time, one series upon another. */
    STACKED,
    /** Lines in time. */
    LINES,
    /** Upright bars of the second column, one for each row. */
    BARS,
    /** Lying bars of the second column, one for each row, in their order. */
    RANKED,
    /** Streams from the first to the second column, as wide as the third says. */
    FLOW
  }

  /** What a column holds. */
  enum Kind {
    TEXT,
    /** A number of things. */
    COUNT,
    /** A fraction, shown in percent. */
    SHARE,
    SECONDS
  }

  /** A column of the table. */
  record Column(String name, Kind kind) {}

  Chart {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Whether there is something to draw; where not, the summary says why. */
  boolean hasRows() {
    return !rows.isEmpty();
  }

  /** Whether it wants the page's whole width. */
  boolean spansPage() {
    return shape == Shape.FLOW
        || shape == Shape.STACKED
        || shape == Shape.LINES && columns.get(1).kind() == Kind.SECONDS;
  }

  /** The same without numbers. */
  static Chart empty(String id, String title, String summary) {
    return new Chart(id, title, summary, Shape.BARS, "", List.of(), List.of());
  }
}
