package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import io.tributary.runners.audit.Trends.Country;
import io.tributary.runners.audit.Trends.Loudest;
import io.tributary.runners.audit.Trends.PartitionHour;
import io.tributary.runners.duckdb.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Adds up what the days are like, by the hour where a day can break in the middle. */
final class TrendReader {

  /** How many names of types that nobody registered are told apart, a day and reason. */
  private static final int UNKNOWN_TYPES = 20;

  private static final String HOUR = "epoch_ms(received_at) // 3600000";
  private static final String DAY = "epoch_ms(received_at) // 86400000";

  /** Rows of a bucket wait up to {@code 2^((bucket + 1) / 8)} milliseconds. */
  private static final String LAG =
      "floor(8 * log2(1 + epoch_ms(received_at) - epoch_ms(timestamp)))::INTEGER";

  private final Duck duck;
  private final Window window;
  private final List<PartitionHour> partitions = new ArrayList<>();
  private final List<Loudest> loudest = new ArrayList<>();

  TrendReader(Duck duck, Window window) {
    this.duck = duck;
    this.window = window;
    duck.run(
        "CREATE TEMP TABLE hours (hour BIGINT, state VARCHAR, source VARCHAR, type VARCHAR, reason"
            + " VARCHAR, n BIGINT);CREATE TEMP TABLE likeness (hour BIGINT, source VARCHAR, type"
            + " VARCHAR, n BIGINT, late BIGINT, bots BIGINT, device BIGINT, profile BIGINT, country"
            + " BIGINT, geo BIGINT, clock_off BIGINT, newest_profile TIMESTAMPTZ, newest_geo"
            + " TIMESTAMPTZ);CREATE TEMP TABLE lags (day INTEGER, type VARCHAR, lag INTEGER,"
            + " country VARCHAR, is_country BOOLEAN, n BIGINT)");
  }

  /** Reads the raw store. */
  void raw(RawFiles raw) {
    duck.each(
        "SELECT "
            + HOUR
            + " AS hour, topic, partition, count(*) FROM "
            + raw.select(window.compareFrom(), window.until())
            + " GROUP BY ALL ORDER BY ALL",
        row ->
            partitions.add(
                new PartitionHour(
                    hour(row.getLong(1)), row.getString(2), row.getInt(3), row.getLong(4))));
  }

  /** Reads the table of sessions. */
  void sessions(TableRows sessions) {
    duck.each(
        "SELECT day, session, n, whole FROM (SELECT epoch_ms(closed_at) // 86400000 AS day,"
            + " arg_max(session_id, event_count) AS session, sum(event_count)::BIGINT AS n,"
            + " sum(sum(event_count)) OVER (PARTITION BY day)::BIGINT AS whole FROM "
            + sessions.select(window.compareFrom(), window.until())
            + " WHERE revision = 1 GROUP BY day, hash(client_key))"
            + " QUALIFY row_number() OVER (PARTITION BY day ORDER BY n DESC, session) = 1"
            + " ORDER BY day",
        row ->
            loudest.add(
                new Loudest(
                    LocalDate.ofEpochDay(row.getLong(1)),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4))));
  }

  /** Reads a table. */
  void add(TableRows table) {
    String rows = table.select(window.compareFrom(), window.until());
    switch (table.state()) {
      case LOADED -> events(table, rows);
      case DEAD_LETTER -> hours(table, rows, "reason");
      case DUPLICATE -> hours(table, rows, "NULL");
      default -> throw new IllegalStateException("Unknown " + table.state());
    }
  }

  private void hours(TableRows table, String rows, String reason) {
    duck.run(
        "INSERT INTO hours SELECT "
            + HOUR
            + ", "
            + Sql.literal(table.state().name())
            + ", "
            + Sql.literal(table.name())
            + ", event_type, "
            + reason
            + ", count(*) FROM "
            + rows
            + " GROUP BY ALL");
  }

  private void events(TableRows table, String rows) {
    duck.run(
        "INSERT INTO likeness SELECT "
            + HOUR
            + ", "
            + Sql.literal(table.name())
            + ", event_type, count(*), count(*) FILTER (is_late), count(*) FILTER (is_bot),"
            + " count(*) FILTER (device_class <> 'other'), count(profile_version),"
            + " count(geo_country), count(geo_db_build), count(*) FILTER (CASE WHEN sent_at IS NULL"
            + " THEN epoch_ms(original_timestamp) - epoch_ms(received_at) > 600000"
            + " ELSE abs(epoch_ms(sent_at) - epoch_ms(received_at)) > 600000 END),"
            + " max(profile_version), max(geo_db_build) FROM "
            + rows
            + " GROUP BY ALL");
    // both at once: opening many small files costs more than reading them
    duck.run(
        "INSERT INTO lags SELECT day, event_type, lag, geo_country, grouping(lag) = 1, count(*)"
            + " FROM (SELECT "
            + DAY
            + " AS day, event_type, "
            + LAG
            + " AS lag, geo_country FROM "
            + rows
            + ") GROUP BY GROUPING SETS ((day, event_type, lag), (day, geo_country))");
  }

  /** What was read. */
  Trends trends() {
    return new Trends(counts(), days(), countries(), partitions, loudest);
  }

  private List<Count> counts() {
    // a client may write anything as its type, a new one every time
    duck.run(
        "CREATE TEMP TABLE told AS SELECT type, reason, hour // 24 AS day FROM hours WHERE state ="
            + " 'DEAD_LETTER' AND type IS NOT NULL GROUP BY type, reason, hour // 24 QUALIFY"
            + " row_number() OVER (PARTITION BY reason, hour // 24 ORDER BY sum(n) DESC, type) <= "
            + UNKNOWN_TYPES);
    return duck.all(
        "SELECT hour, state, source, CASE WHEN state <> 'DEAD_LETTER' OR (type, reason, hour // 24)"
            + " IN (SELECT (type, reason, day) FROM told) THEN type END AS type, reason,"
            + " sum(n)::BIGINT FROM (FROM hours UNION ALL SELECT hour, 'LOADED', source, type,"
            + " NULL, n FROM likeness) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4 NULLS LAST, 5",
        row ->
            new Count(
                hour(row.getLong(1)),
                State.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6)));
  }

  /** Each type's numbers and those of all together, for which the type is null. */
  private List<DayTrend> days() {
    String quantile =
        "(SELECT day, type, min(lag) FILTER (upto >= ceil(0.5 * whole)) AS p50, min(lag) FILTER"
            + " (upto >= ceil(0.99 * whole)) AS p99 FROM (SELECT *, sum(n) OVER (PARTITION BY day,"
            + " type ORDER BY lag) AS upto, sum(n) OVER (PARTITION BY day, type) AS whole FROM"
            + " (SELECT day, type, lag, sum(n) AS n FROM lags WHERE NOT is_country GROUP BY"
            + " GROUPING SETS ((day, type, lag), (day, lag)))) GROUP BY day, type)";
    return duck.all(
        "SELECT d.*, q.p50, q.p99 FROM (SELECT hour // 24 AS day, type, sum(n)::BIGINT,"
            + " sum(late)::BIGINT, sum(bots)::BIGINT, sum(device)::BIGINT, sum(profile)::BIGINT,"
            + " sum(country)::BIGINT, sum(geo)::BIGINT, sum(clock_off)::BIGINT,"
            + " max(newest_profile), max(newest_geo) FROM likeness GROUP BY GROUPING SETS ((hour //"
            + " 24, type), (hour // 24))) d JOIN "
            + quantile
            + " q ON d.day = q.day AND d.type IS NOT DISTINCT FROM q.type"
            + " ORDER BY d.day, d.type NULLS FIRST",
        TrendReader::day);
  }

  private static DayTrend day(ResultSet row) throws SQLException {
    return new DayTrend(
        LocalDate.ofEpochDay(row.getLong(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        lag(row.getInt(13)),
        lag(row.getInt(14)),
        instant(row.getTimestamp(11)),
        instant(row.getTimestamp(12)));
  }

  /** The longest lag of a bucket. */
  private static long lag(int bucket) {
    return (long) Math.floor(Math.pow(2, (bucket + 1) / 8.0) - 1);
  }

  private List<Country> countries() {
    return duck.all(
        "SELECT day, country, sum(n)::BIGINT FROM lags WHERE is_country GROUP BY day, country"
            + " ORDER BY day, 3 DESC, country NULLS LAST",
        row -> new Country(LocalDate.ofEpochDay(row.getLong(1)), row.getString(2), row.getLong(3)));
  }

  private static Instant hour(long hours) {
    return Instant.ofEpochSecond(hours * 3600);
  }

  private static Instant instant(Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
