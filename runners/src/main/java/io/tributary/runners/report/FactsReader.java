package io.tributary.runners.report;

import io.tributary.runners.query.Queries;
import io.tributary.runners.report.Facts.Count;
import io.tributary.runners.report.Facts.Day;
import io.tributary.runners.report.Facts.EventCount;
import io.tributary.runners.report.Facts.Lag;
import io.tributary.runners.report.Facts.Length;
import io.tributary.runners.report.Facts.Ranked;
import io.tributary.runners.report.Facts.SessionDay;
import io.tributary.transforms.partition.DayRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks a warehouse for the facts of a report. */
final class FactsReader {

  private static final int HOURS = 24;

  /** Seconds at which the ranges of sessions' durations begin, and their names. */
  private static final List<Integer> LENGTHS = List.of(1, 60, 300, 900, 1800, 3600, 7200);

  private static final List<String> LENGTH_NAMES =
      List.of(
          "Under 1 second",
          "1 to 60 seconds",
          "1 to 5 minutes",
          "5 to 15 minutes",
          "15 to 30 minutes",
          "30 to 60 minutes",
          "1 to 2 hours",
          "2 hours or more");

  private final Queries queries;
  private final Instant now;

  /**
   * @param now the wall clock: of a day that is not over, all days count up to its last full hour
   */
  FactsReader(Queries queries, Instant now) {
    this.queries = queries;
    this.now = now;
  }

  /** The days that hold records, within those asked for; empty where there are none. */
  Optional<Range> range(DayRange asked) {
    FactsSql all = new FactsSql(queries.tables(), asked);
    if (!all.hasTables()) {
      return Optional.empty();
    }
    Bounds bounds =
        queries
            .rows(all.bounds(), row -> new Bounds((Long) row.getObject(1), (Long) row.getObject(2)))
            .get(0);
    if (bounds.first() == null) {
      return Optional.empty();
    }
    LocalDate last = day(bounds.last());
    LocalDate start = last.minusDays(ReportScope.DEFAULT_DAYS - 1L);
    boolean isCut = asked.from() == null && start.isAfter(day(bounds.first()));
    Instant first =
        isCut
            ? start.atStartOfDay().toInstant(ZoneOffset.UTC)
            : Instant.ofEpochMilli(bounds.first());
    return Optional.of(
        new Range(
            new DayRange(isCut ? start : asked.from(), asked.to()),
            Timeline.of(first, Instant.ofEpochMilli(bounds.last())),
            day(bounds.first()).equals(last) ? HOURS : hours(last),
            isCut));
  }

  private record Bounds(Long first, Long last) {}

  /**
   * What is looked at.
   *
   * @param days the days
   * @param timeline the hours or days of records that they hold
   * @param hours how many hours of each day are compared
   * @param isCut whether there are earlier days that nobody asked for
   */
  record Range(DayRange days, Timeline timeline, int hours, boolean isCut) {}

  private int hours(LocalDate last) {
    OffsetDateTime clock = now.atOffset(ZoneOffset.UTC);
    return clock.toLocalDate().equals(last) ? Math.max(1, clock.getHour()) : HOURS;
  }

  Facts read(Range range) {
    FactsSql sql = new FactsSql(queries.tables(), range.days());
    String unit = range.timeline().unit();
    return new Facts(
        range.timeline(),
        sql.hasEvents() ? tables(sql.tables()) : new TreeMap<>(),
        sql.hasEvents() ? events(sql.events(unit)) : List.of(),
        sql.hasDeadLetters() ? counts(sql.rejects(unit)) : List.of(),
        sql.hasDuplicates() ? counts(sql.duplicates(unit)) : List.of(),
        sql.hasEvents() ? lags(sql.lags(unit)) : List.of(),
        days(sql, range),
        sql.hasSessions() ? sessions(sql.sessions()) : List.of(),
        sql.hasSessions() ? lengths(sql) : List.of(),
        ranked(sql, "geo_country"),
        ranked(sql, "device_class"),
        ranked(sql, "browser_name"),
        ranked(sql, "os_name"));
  }

  private SortedMap<String, Long> tables(String sql) {
    SortedMap<String, Long> tables = new TreeMap<>();
    queries
        .rows(sql, row -> Map.entry(Labels.of(row.getString(1)), row.getLong(2)))
        .forEach(entry -> tables.put(entry.getKey(), entry.getValue()));
    return tables;
  }

  private List<EventCount> events(String sql) {
    return queries.rows(
        sql,
        row ->
            new EventCount(
                row.getLong(1),
                Labels.of(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5)));
  }

  private List<Count> counts(String sql) {
    return queries.rows(
        sql, row -> new Count(row.getLong(1), Labels.of(row.getString(2)), row.getLong(3)));
  }

  private List<Lag> lags(String sql) {
    return queries.rows(
        sql, row -> new Lag(row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)));
  }

  private List<Day> days(FactsSql sql, Range range) {
    Map<LocalDate, Long> rejected =
        sql.hasDeadLetters() ? byDay(sql.rejectsByDay(range.hours())) : Map.of();
    Map<LocalDate, Long> repeated =
        sql.hasDuplicates() ? byDay(sql.duplicatesByDay(range.hours())) : Map.of();
    Map<LocalDate, Day> found = new HashMap<>();
    if (sql.hasEvents()) {
      queries
          .rows(
              sql.days(range.hours()),
              row ->
                  new Day(
                      day(row.getLong(1)),
                      row.getLong(4),
                      row.getLong(2),
                      row.getLong(3),
                      rejected.getOrDefault(day(row.getLong(1)), 0L),
                      repeated.getOrDefault(day(row.getLong(1)), 0L),
                      row.getDouble(5)))
          .forEach(day -> found.put(day.day(), day));
    }
    Timeline timeline = range.timeline();
    List<Day> days = new ArrayList<>();
    timeline
        .firstDay()
        .datesUntil(timeline.lastDay().plusDays(1))
        .forEach(
            day ->
                days.add(
                    found.getOrDefault(
                        day,
                        new Day(
                            day,
                            0,
                            0,
                            0,
                            rejected.getOrDefault(day, 0L),
                            repeated.getOrDefault(day, 0L),
                            Double.NaN))));
    return days;
  }

  private Map<LocalDate, Long> byDay(String sql) {
    Map<LocalDate, Long> days = new HashMap<>();
    queries
        .rows(sql, row -> Map.entry(day(row.getLong(1)), row.getLong(2)))
        .forEach(entry -> days.put(entry.getKey(), entry.getValue()));
    return days;
  }

  private List<SessionDay> sessions(String sql) {
    return queries.rows(
        sql,
        row ->
            new SessionDay(
                day(row.getLong(1)), row.getLong(2), row.getDouble(3), row.getDouble(4)));
  }

  private List<Length> lengths(FactsSql sql) {
    Map<Integer, Long> found = new HashMap<>();
    queries
        .rows(sql.lengths(LENGTHS), row -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    List<Length> lengths = new ArrayList<>();
    for (int i = 0; i < LENGTH_NAMES.size(); i++) {
      lengths.add(new Length(LENGTH_NAMES.get(i), found.getOrDefault(i, 0L)));
    }
    return found.isEmpty() ? List.of() : lengths;
  }

  private List<Ranked> ranked(FactsSql sql, String column) {
    if (!sql.hasEvents()) {
      return List.of();
    }
    return queries.rows(
        sql.ranked(column), row -> new Ranked(row.getString(1), row.getLong(2), row.getLong(3)));
  }

  private static LocalDate day(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
