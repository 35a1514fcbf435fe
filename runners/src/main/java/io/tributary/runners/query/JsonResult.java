package io.tributary.runners.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Results as JSON, an array of objects for each statement. */
final class JsonResult implements ResultWriter {

  private static final int CHECK_EVERY = 4096;

  private final PrintWriter out;

  JsonResult(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(ResultSet rows) throws SQLException {
    List<String> names = names(rows.getMetaData());
    out.write('[');
    long written = 0;
    try (JsonGenerator json = Values.JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.setRootValueSeparator(null);
      while (rows.next()) {
        json.flush();
        out.write(written == 0 ? "\n" : ",\n");
        if (++written % CHECK_EVERY == 0 && out.checkError()) {
          return; // nobody reads on, as after `| head`
        }
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
          json.writeFieldName(names.get(i));
          Values.write(json, rows.getObject(i + 1));
        }
        json.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.write(written == 0 ? "]\n" : "\n]\n");
  }

  /** The columns' names; of several with one name, the later get a number. */
  private static List<String> names(ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i);
      String name = label;
      for (int n = 1; !taken.add(name); n++) {
        name = label + "_" + n;
      }
      names.add(name);
    }
    return names;
  }
}
