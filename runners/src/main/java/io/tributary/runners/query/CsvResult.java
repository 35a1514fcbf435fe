package io.tributary.runners.query;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Results as CSV. */
final class CsvResult implements ResultWriter {

  private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]|^$|^\\s|\\s$");

  private static final int CHECK_EVERY = 4096;

  private final PrintWriter out;

  CsvResult(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    int count = columns.getColumnCount();
    for (int i = 1; i <= count; i++) {
      field(i, columns.getColumnLabel(i));
    }
    out.write('\n');
    long written = 0;
    while (rows.next()) {
      for (int i = 1; i <= count; i++) {
        field(i, Values.text(rows.getObject(i)));
      }
      out.write('\n');
      if (++written % CHECK_EVERY == 0 && out.checkError()) {
        return; // nobody reads on, as after `| head`
      }
    }
  }

  private void field(int column, String value) {
    if (column > 1) {
      out.write(',');
    }
    if (value == null) {
      return;
    }
    if (QUOTED.matcher(value).find()) {
      out.write('"');
      out.write(value.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(value);
    }
  }
}
