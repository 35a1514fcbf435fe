package io.tributary.runners.audit;

import io.tributary.runners.audit.SessionCheck.Difference;
import io.tributary.runners.duckdb.Sql;
import java.time.Duration;
import java.util.List;

/**
 * Compares sessions with the events that name them. An event that opened a session again was
 * received after it had closed, and no other was; so {@code closed_at} tells which events a
 * revision counts. Sessions are known by a 64-bit hash of their names.
 */
final class SessionReader {

  /** No setting lets a session stay open so long after its last event was received. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(36);

  private final Duck duck;
  private final Window window;

  SessionReader(Duck duck, Window window) {
    this.duck = duck;
    this.window = window;
  }

  /**
   * Reads the table of sessions.
   *
   * @param sessions null where there is none
   */
  void sessions(TableRows sessions) {
    duck.run(
        "CREATE TEMP TABLE named (session UBIGINT, counted BIGINT, n BIGINT, newest TIMESTAMPTZ)");
    duck.run(
        "CREATE TEMP TABLE closed (session UBIGINT, revision INTEGER, closed_at TIMESTAMPTZ,"
            + " event_count BIGINT)");
    if (sessions != null) {
      duck.run(
          "INSERT INTO closed SELECT hash(session_id), max(revision), arg_max(closed_at, revision),"
              + " arg_max(event_count, revision) FROM "
              + sessions.select(window.sessionsFrom(), window.until())
              + " GROUP BY session_id");
    }
  }

  /** Reads an event table; the sessions were read before. */
  void events(TableRows events) {
    duck.run(
        "INSERT INTO named SELECT e.session, count(*) FILTER (received_at <= closed_at), count(*),"
            + " max(received_at) FROM (SELECT hash(session_id) AS session, received_at FROM "
            + events.select(window.sessionsFrom(), window.until())
            + " WHERE session_id IS NOT NULL) e LEFT JOIN closed USING (session) GROUP BY"
            + " e.session");
  }

  /**
   * The result.
   *
   * @param events the event tables
   * @param examples how many sessions are named
   */
  SessionCheck check(List<TableRows> events, TableRows sessions, int examples) {
    duck.run(
        "CREATE TEMP TABLE met AS SELECT session, revision, closed_at, event_count,"
            + " coalesce(n.counted, 0) AS counted, coalesce(n.n, 0) AS n, n.newest,"
            + " closed_at IS NOT NULL AND "
            + Sql.within("closed_at", window.from(), window.until())
            + " AS is_closed, closed_at IS NULL AND newest < (SELECT max(newest) FROM named) -"
            + " INTERVAL "
            + LONGEST_WAIT.toHours()
            + " HOUR AND "
            + Sql.within("newest", window.from(), window.until())
            + " AS is_lost, is_closed AND coalesce(n.counted, 0) <> event_count AS differs"
            + " FROM closed FULL JOIN (SELECT session, sum(counted)::BIGINT AS counted,"
            + " sum(n)::BIGINT AS n, max(newest) AS newest FROM named GROUP BY session) n"
            + " USING (session)");
    List<Difference> named = examples(events, sessions, examples);
    return duck.one(
        "SELECT count(*) FILTER (is_closed), count(*) FILTER (is_closed AND revision > 1),"
            + " coalesce(sum(event_count) FILTER (is_closed), 0)::BIGINT,"
            + " coalesce(sum(counted) FILTER (is_closed), 0)::BIGINT, count(*) FILTER (differs),"
            + " count(*) FILTER (open > 0), coalesce(sum(open), 0)::BIGINT,"
            + " count(*) FILTER (is_lost) FROM (SELECT *, CASE WHEN is_closed THEN n - counted"
            + " WHEN closed_at IS NULL AND NOT is_lost AND "
            + Sql.within("newest", window.from(), window.until())
            + " THEN n ELSE 0 END AS open FROM met)",
        row ->
            new SessionCheck(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                named));
  }

  /** Looks up the names of a few sessions again. */
  private List<Difference> examples(List<TableRows> events, TableRows sessions, int examples) {
    List<Long> wrong =
        duck.all(
            "SELECT session FROM met WHERE differs OR is_lost ORDER BY session LIMIT " + examples,
            row -> row.getBigDecimal(1).longValue());
    if (wrong.isEmpty()) {
      return List.of();
    }
    StringBuilder names = new StringBuilder();
    for (TableRows table : events) {
      names.append(names.isEmpty() ? "" : " UNION ").append(namesIn(table, wrong));
    }
    if (sessions != null) {
      names.append(names.isEmpty() ? "" : " UNION ").append(namesIn(sessions, wrong));
    }
    return duck.all(
        "SELECT session_id, coalesce(event_count, 0), CASE WHEN is_lost THEN n ELSE counted END"
            + " FROM met JOIN ("
            + names
            + ") names ON met.session = hash(names.session_id)"
            + " WHERE differs OR is_lost ORDER BY session_id",
        row -> new Difference(row.getString(1), row.getLong(2), row.getLong(3)));
  }

  private String namesIn(TableRows table, List<Long> wrong) {
    return "SELECT session_id FROM "
        + table.select(window.sessionsFrom(), window.until())
        + " WHERE hash(session_id) IN ("
        + String.join(", ", wrong.stream().map(Long::toUnsignedString).toList())
        + ")";
  }
}
