package io.tributary.runners.query;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Shows the results of statements, one after another. */
interface ResultWriter {

  /** Shows what a statement answered, reading it to its end. */
  void write(ResultSet rows) throws SQLException;

  /** Told how many rows a statement wrote, such as {@code COPY ... TO}. */
  default void wrote(long rows) {}

  /** What {@link #of} needs to know. */
  record Layout(int maxRows, int width) {
    public Layout {
      if (maxRows < 1) {
        throw new IllegalArgumentException("--max-rows must be positive, was " + maxRows);
      }
      if (width < 0) {
        throw new IllegalArgumentException(
            "--width must be positive, or 0 to cut nothing, was " + width);
      }
    }
  }

  /** The writer of a format. */
  static ResultWriter of(Format format, PrintWriter out, Layout layout) {
    return switch (format) {
      case TABLE -> new TableResult(out, layout.maxRows(), layout.width());
      case CSV -> new CsvResult(out);
      case JSON -> new JsonResult(out);
    };
  }
}
