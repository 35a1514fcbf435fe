package io.tributary.runners.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/** Pieces of DuckDB's SQL from arbitrary text. */
public final class Sql {

  private Sql() {}

  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  public static String list(Collection<String> texts) {
    return texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A time, from milliseconds since the epoch. */
  public static String instant(long millis) {
    return "make_timestamptz(" + Math.multiplyExact(millis, 1000L) + ")";
  }

  /** Whether a time lies in a range; the smallest and the largest number are no bounds. */
  public static String within(String time, long from, long to) {
    if (to == Long.MIN_VALUE) {
      return "false";
    }
    String lower = from == Long.MIN_VALUE ? "true" : time + " >= " + instant(from);
    return to == Long.MAX_VALUE ? lower : lower + " AND " + time + " < " + instant(to);
  }
}
