package io.tributary.runners.report;

import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import java.util.List;
import java.util.stream.Collectors;

/** The questions in DuckDB's SQL; each reads only the columns that it needs. */
final class FactsSql {

  /** A client's key: the name spaces of anonymous ids and of user ids are two. */
  private static final String CLIENT = "coalesce('a' || anonymous_id, 'u' || user_id)";

  private static final String PERSON = "is_bot IS NOT TRUE";

  private static final String LAG = "(epoch_ms(received_at) - epoch_ms(\"timestamp\")) / 1000.0";

  private final List<String> tables;
  private final DayRange days;

  /**
   * @param tables the names of the warehouse's tables
   * @param days what is looked at
   */
  FactsSql(List<String> tables, DayRange days) {
    this.tables = tables;
    this.days = days;
  }

  private List<String> eventTables() {
    return tables.stream().filter(name -> name.startsWith("events_")).toList();
  }

  /** Whether anything can be asked. */
  boolean hasTables() {
    return !eventTables().isEmpty() || has(TableNames.DEAD_LETTERS) || has(TableNames.DUPLICATES);
  }

  private boolean has(String table) {
    return tables.contains(table);
  }

  boolean hasEvents() {
    return !eventTables().isEmpty();
  }

  boolean hasDeadLetters() {
    return has(TableNames.DEAD_LETTERS);
  }

  boolean hasDuplicates() {
    return has(TableNames.DUPLICATES);
  }

  boolean hasSessions() {
    return has(TableNames.SESSIONS);
  }

  /** The first and the last {@code received_at} of all rows. */
  String bounds() {
    return tables.stream()
        .filter(
            name ->
                name.startsWith("events_")
                    || name.equals(TableNames.DEAD_LETTERS)
                    || name.equals(TableNames.DUPLICATES))
        .map(name -> "SELECT received_at FROM " + identifier(name) + within("received_at"))
        .collect(
            Collectors.joining(
                " UNION ALL ",
                "SELECT epoch_ms(min(received_at)), epoch_ms(max(received_at)) FROM (",
                ")"));
  }

  /** Rows by event table. */
  String tables() {
    return eventTables().stream()
        .map(
            name ->
                "SELECT '"
                    + name.replace("'", "''")
                    + "', count(*) FROM "
                    + identifier(name)
                    + within("received_at"))
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** Events, late ones and those of bots by hour or day and type. */
  String events(String unit) {
    return "SELECT "
        + time(unit)
        + ", event_type, count(*), count(*) FILTER (is_late), count(*) FILTER (is_bot) FROM "
        + from("received_at, event_type, is_late, is_bot")
        + " GROUP BY ALL ORDER BY ALL";
  }

  String rejects(String unit) {
    return counts(unit, "reason", TableNames.DEAD_LETTERS);
  }

  String duplicates(String unit) {
    return counts(unit, "'duplicates'", TableNames.DUPLICATES);
  }

  private String counts(String unit, String name, String table) {
    return "SELECT "
        + time(unit)
        + ", "
        + name
        + ", count(*) FROM "
        + table
        + within("received_at")
        + " GROUP BY ALL ORDER BY ALL";
  }

  /** Percentiles of the seconds from an event's time to its receipt. */
  String lags(String unit) {
    return "SELECT "
        + time(unit)
        + ", quantile_cont(%1$s, 0.5), quantile_cont(%1$s, 0.95), quantile_cont(%1$s, 0.99) FROM "
            .formatted(LAG)
        + from("received_at, \"timestamp\"")
        + " GROUP BY ALL ORDER BY ALL";
  }

  /**
   * Events, late ones, clients and lag by day.
   *
   * @param hours how many hours of each day count
   */
  String days(int hours) {
    return "SELECT "
        + time("day")
        + ", count(*), count(*) FILTER (is_late), count(DISTINCT "
        + CLIENT
        + ") FILTER ("
        + PERSON
        + "), quantile_cont("
        + LAG
        + ", 0.5) FROM "
        + from("received_at, \"timestamp\", is_late, is_bot, anonymous_id, user_id")
        + " WHERE "
        + before(hours)
        + " GROUP BY ALL ORDER BY ALL";
  }

  String rejectsByDay(int hours) {
    return byDay(TableNames.DEAD_LETTERS, hours);
  }

  String duplicatesByDay(int hours) {
    return byDay(TableNames.DUPLICATES, hours);
  }

  private String byDay(String table, int hours) {
    return "SELECT "
        + time("day")
        + ", count(*) FROM (SELECT received_at FROM "
        + table
        + within("received_at")
        + ") WHERE "
        + before(hours)
        + " GROUP BY ALL ORDER BY ALL";
  }

  /** Sessions by the day that they closed. */
  String sessions() {
    return "SELECT epoch_ms(date_trunc('day', closed_at)), count(*), median(duration_seconds),"
        + " median(event_count) FROM "
        + TableNames.SESSIONS_CURRENT
        + within("closed_at")
        + " GROUP BY ALL ORDER BY ALL";
  }

  /**
   * Sessions by duration.
   *
   * @param bounds the seconds at which a range ends and the next begins
   */
  String lengths(List<Integer> bounds) {
    String ranges =
        bounds.stream()
            .map(bound -> "WHEN duration_seconds < " + bound + " THEN " + bounds.indexOf(bound))
            .collect(Collectors.joining(" ", "CASE ", " ELSE " + bounds.size() + " END"));
    return "SELECT "
        + ranges
        + ", count(*) FROM "
        + TableNames.SESSIONS_CURRENT
        + within("closed_at")
        + " GROUP BY ALL ORDER BY ALL";
  }

  /** What a column holds, by events that no bot sent. */
  String ranked(String column) {
    return "SELECT "
        + column
        + ", count(*), count(DISTINCT "
        + CLIENT
        + ") FROM "
        + from(column + ", received_at, is_bot, anonymous_id, user_id")
        + " WHERE "
        + PERSON
        + " GROUP BY ALL ORDER BY 2 DESC, 1";
  }

  private static String time(String unit) {
    return "epoch_ms(date_trunc('" + unit + "', received_at))";
  }

  private static String before(int hours) {
    return "hour(received_at) < " + hours;
  }

  private String from(String columns) {
    return eventTables().stream()
        .map(name -> "SELECT " + columns + " FROM " + identifier(name) + within("received_at"))
        .collect(Collectors.joining(" UNION ALL ", "(", ")"));
  }

  private String within(String column) {
    String after =
        days.from() == null ? "true" : column + " >= TIMESTAMPTZ '" + days.from() + " 00:00:00Z'";
    String before =
        days.to() == null ? "true" : column + " < TIMESTAMPTZ '" + days.to() + " 00:00:00Z'";
    return days.isAll() ? "" : " WHERE " + after + " AND " + before;
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
