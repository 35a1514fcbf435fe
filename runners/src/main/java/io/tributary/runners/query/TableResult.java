package io.tributary.runners.query;

import io.tributary.runners.text.TextTable;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Results as aligned columns, at most so many rows of each. */
final class TableResult implements ResultWriter {

  private static final Pattern NUMBER =
      Pattern.compile("U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|FLOAT|DOUBLE|DECIMAL.*");

  private final PrintWriter out;
  private final int maxRows;
  private final int width;
  private boolean isFirst = true;

  TableResult(PrintWriter out, int maxRows, int width) {
    this.out = out;
    this.maxRows = maxRows;
    this.width = width;
  }

  @Override
  public void write(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    int count = columns.getColumnCount();
    List<String> headers = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      headers.add(columns.getColumnLabel(i));
    }
    TextTable table = TextTable.of(headers);
    if (width > 0) {
      table.fit(width);
    }
    for (int i = 1; i <= count; i++) {
      if (NUMBER.matcher(columns.getColumnTypeName(i)).matches()) {
        table.right(i - 1);
      }
    }
    long seen = 0;
    while (rows.next()) {
      if (++seen <= maxRows) {
        List<String> row = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
          row.add(Values.text(rows.getObject(i)));
        }
        table.row(row);
      }
    }
    separate();
    out.print(table.render());
    out.println(footer(seen));
  }

  private String footer(long rows) {
    if (rows > maxRows) {
      return String.format(
          Locale.ROOT,
          "... and %,d more rows; use --format csv or --max-rows to see them",
          rows - maxRows);
    }
    return String.format(Locale.ROOT, "(%,d %s)", rows, rows == 1 ? "row" : "rows");
  }

  @Override
  public void wrote(long rows) {
    separate();
    out.println(String.format(Locale.ROOT, "(%,d %s written)", rows, rows == 1 ? "row" : "rows"));
  }

  private void separate() {
    if (!isFirst) {
      out.println();
    }
    isFirst = false;
  }
}
