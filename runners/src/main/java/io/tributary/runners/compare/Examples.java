package io.tributary.runners.compare;

import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.runners.compare.TableComparison.Values;
import io.tributary.runners.duckdb.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks up some of the rows behind the hashes that differ: reads both sides once to find their
 * places, and once more to find what stands there.
 */
final class Examples {

  private static final int LONGEST_VALUE = 200;

  private final Connection duckdb;
  private final ComparedTable table;
  private final List<Part> parts = new ArrayList<>();

  /** What differs by itself: a plain value, a list, or whether there is a struct. */
  private record Part(String name, String left, String right) {}

  Examples(Connection duckdb, ComparedTable table) {
    this.duckdb = duckdb;
    this.table = table;
    List<String> lefts = new ArrayList<>();
    table
        .columns()
        .forEach(
            (column, shape) ->
                shape.parts(
                    column, "l." + Sql.identifier(column), (name, value) -> lefts.add(value)));
    table
        .columns()
        .forEach(
            (column, shape) ->
                shape.parts(
                    column,
                    "r." + Sql.identifier(column),
                    (name, value) -> parts.add(new Part(name, lefts.get(parts.size()), value))));
  }

  /** The earliest rows that differ; the table {@code unequal} has their hashes. */
  List<RowDifference> find(int number, boolean values) throws SQLException {
    // Two versions of a row have two hashes.
    TableComparer.run(
        duckdb,
        "CREATE OR REPLACE TEMP TABLE picked AS SELECT digest FROM unequal WHERE NOT waits"
            + " ORDER BY moment, digest LIMIT "
            + 2L * number);
    TableComparer.run(
        duckdb,
        "CREATE OR REPLACE TEMP TABLE places AS SELECT place, min(moment) AS moment FROM ("
            + pickedRows("lefts")
            + " UNION ALL "
            + pickedRows("rights")
            + ") GROUP BY place ORDER BY moment, place LIMIT "
            + number);
    for (String side : List.of("left", "right")) {
      TableComparer.run(
          duckdb,
          "CREATE OR REPLACE TEMP TABLE at_"
              + side
              + " AS SELECT "
              + table.place()
              + " AS \"the place\", * FROM "
              + side
              + "s WHERE "
              + table.place()
              + " IN (SELECT place FROM places)");
    }
    List<RowDifference> found = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT place,"
                    + " (SELECT count(*) FROM at_left WHERE \"the place\" = place),"
                    + " (SELECT count(*) FROM at_right WHERE \"the place\" = place)"
                    + " FROM places ORDER BY moment, place")) {
      while (rows.next()) {
        found.add(difference(rows.getString(1), rows.getLong(2), rows.getLong(3), values));
      }
    }
    return found;
  }

  private String pickedRows(String side) {
    return "SELECT "
        + table.place()
        + " AS place, "
        + table.time()
        + " AS moment FROM "
        + side
        + " WHERE "
        + table.digest()
        + " IN (SELECT digest FROM picked)";
  }

  private RowDifference difference(String place, long left, long right, boolean values)
      throws SQLException {
    if (left != 1 || right != 1) {
      return new RowDifference(place, left, right, List.of(), List.of());
    }
    String row = "\"the place\" = " + Sql.literal(place);
    String sides = " FROM (FROM at_left WHERE " + row + ") l, (FROM at_right WHERE " + row + ") r";
    List<Part> different = different(sides);
    return new RowDifference(
        place,
        left,
        right,
        different.stream().map(Part::name).toList(),
        values && !different.isEmpty() ? values(sides, different) : List.of());
  }

  private List<Part> different(String sides) throws SQLException {
    String flags =
        parts.stream()
            .map(part -> part.left() + " IS DISTINCT FROM " + part.right())
            .collect(Collectors.joining(", "));
    List<Part> different = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet flag = statement.executeQuery("SELECT " + flags + sides)) {
      flag.next();
      for (int i = 0; i < parts.size(); i++) {
        if (flag.getBoolean(i + 1)) {
          different.add(parts.get(i));
        }
      }
    }
    return different;
  }

  private List<Values> values(String sides, List<Part> different) throws SQLException {
    String texts =
        different.stream()
            .map(part -> text(part.left()) + ", " + text(part.right()))
            .collect(Collectors.joining(", "));
    List<Values> values = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet text = statement.executeQuery("SELECT " + texts + sides)) {
      text.next();
      for (int i = 0; i < different.size(); i++) {
        values.add(
            new Values(
                different.get(i).name(), text.getString(2 * i + 1), text.getString(2 * i + 2)));
      }
    }
    return values;
  }

  private static String text(String value) {
    return "left((" + value + ")::VARCHAR, " + LONGEST_VALUE + ")";
  }
}
