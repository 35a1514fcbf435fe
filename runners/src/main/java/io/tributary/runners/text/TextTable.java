package io.tributary.runners.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Rows as text in aligned columns, for a terminal. Plain ASCII lines, so that any locale can print
 * it; values are shown whole unless a width is given.
 *
 * <pre>
 *  event_type     | events
 * ----------------+--------
 *  product.viewed |   1200
 * </pre>
 */
public final class TextTable {

  /** Values up to this width stay whole, even where the table then is wider than wanted. */
  public static final int NEVER_CUT = 40;

  private static final String NULL = "NULL";

  private final List<String> headers;
  private final BitSet right = new BitSet();
  private final List<List<String>> rows = new ArrayList<>();
  private int width = Integer.MAX_VALUE;

  private TextTable(List<String> headers) {
    this.headers = headers.stream().map(DisplayText::oneLine).toList();
  }

  /** A table with these columns. */
  public static TextTable of(String... headers) {
    return new TextTable(Arrays.asList(headers));
  }

  /** A table with these columns. */
  public static TextTable of(List<String> headers) {
    return new TextTable(headers);
  }

  /** Aligns columns to the right, as numbers want it; counted from 0. */
  public TextTable right(int... columns) {
    for (int column : columns) {
      right.set(column);
    }
    return this;
  }

  /**
   * Cuts long values so that a line takes at most this many places, but no value shorter than
   * {@link #NEVER_CUT}.
   */
  public TextTable fit(int lineWidth) {
    if (lineWidth < 1) {
      throw new IllegalArgumentException("Width must be positive, was " + lineWidth);
    }
    width = lineWidth;
    return this;
  }

  /** One more row; null is shown as {@code NULL}. */
  public TextTable row(Object... values) {
    return row(Arrays.asList(values));
  }

  /** One more row; null is shown as {@code NULL}. */
  public TextTable row(List<?> values) {
    if (values.size() != headers.size()) {
      throw new IllegalArgumentException(
          "A row of " + values.size() + " values in a table of " + headers.size() + " columns");
    }
    rows.add(
        values.stream()
            .map(value -> value == null ? NULL : DisplayText.oneLine(value.toString()))
            .toList());
    return this;
  }

  /** The whole table; every line ends with a line feed. */
  public String render() {
    int[] widths = widths();
    StringBuilder out = new StringBuilder();
    line(out, headers, widths);
    for (int i = 0; i < widths.length; i++) {
      out.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
    }
    out.append('\n');
    rows.forEach(row -> line(out, row, widths));
    return out.toString();
  }

  private int[] widths() {
    int[] widths = new int[headers.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = DisplayText.width(headers.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], DisplayText.width(row.get(i)));
      }
    }
    int most = Arrays.stream(widths).max().orElse(0);
    while (most > NEVER_CUT && lineWidth(widths, most) > width) {
      most--;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.min(widths[i], most);
    }
    return widths;
  }

  private static long lineWidth(int[] widths, int most) {
    long sum = widths.length * 3L - 1;
    for (int width : widths) {
      sum += Math.min(width, most);
    }
    return sum;
  }

  private void line(StringBuilder out, List<String> values, int[] widths) {
    int start = out.length();
    for (int i = 0; i < widths.length; i++) {
      String value = DisplayText.cut(values.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - DisplayText.width(value));
      out.append(i == 0 ? " " : " | ");
      if (right.get(i)) {
        out.append(padding).append(value);
      } else {
        out.append(value).append(padding);
      }
    }
    while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    out.append('\n');
  }
}
