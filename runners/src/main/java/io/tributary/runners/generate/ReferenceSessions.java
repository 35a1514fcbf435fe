package io.tributary.runners.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rules of sessions once more, for one client, written to be read and not to be fast: an
 * independent answer to hold the pipeline's against. It shares no code with it.
 *
 * <p>Give it the client's kept events in the order of {@link #effective}, then {@link #finish()}.
 * All times are milliseconds since the epoch.
 */
public final class ReferenceSessions {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long GAP = 30 * MINUTE;
  private static final long MAX_OUT_OF_ORDER = 10 * MINUTE;

  /**
   * One row of {@code sessions}.
   *
   * @param founder what {@link #add} was given with the event that founded the session
   * @param startedAt earliest timestamp
   * @param endedAt latest timestamp
   * @param events how many
   * @param closedAt when it closed, as computed
   * @param revision from 1; above 1 where a late event had opened it again
   */
  public record Row(
      Object founder, long startedAt, long endedAt, long events, long closedAt, int revision) {}

  /**
   * Where an event belongs.
   *
   * @param founder what {@link #add} was given with the event that founded the session
   * @param number the event's number in the session, from 1
   */
  public record Place(Object founder, long number) {}

  private static final class Session {
    final Object founder;
    final long founderEffective;
    final boolean late;
    final long expiry;
    long start;
    long end;
    long lastEffective;
    long events;
    int revision;
    boolean open;

    Session(Object founder, long timestamp, long effective) {
      this.founder = founder;
      founderEffective = effective;
      late = timestamp < effective - DAY;
      expiry = firstMidnightFrom(timestamp + 12 * HOUR);
      start = timestamp;
      end = timestamp;
    }

    boolean keptAt(long effective) {
      return late
          ? Math.floorDiv(founderEffective, DAY) == Math.floorDiv(effective, DAY)
          : end >= effective - DAY;
    }

    boolean takes(long timestamp) {
      return start - GAP < timestamp
          && timestamp < end + GAP
          && expiry - 36 * HOUR < timestamp
          && timestamp < expiry;
    }
  }

  /** In the order of founding. */
  private final List<Session> sessions = new ArrayList<>();

  private final Consumer<Row> rows;

  /** Rows go there as the sessions close. */
  public ReferenceSessions(Consumer<Row> rows) {
    this.rows = rows;
  }

  /** The time that orders events: a late one stands as if it were ten minutes old. */
  public static long effective(long timestamp, long receivedAt) {
    return Math.max(timestamp, receivedAt - MAX_OUT_OF_ORDER);
  }

  /** Whether an event is late. */
  public static boolean late(long timestamp, long receivedAt) {
    return timestamp < receivedAt - MAX_OUT_OF_ORDER;
  }

  /**
   * Adds the next event.
   *
   * @param event anything that names the event
   * @param timestamp the corrected event time
   */
  public Place add(Object event, long timestamp, long receivedAt) {
    long effective = effective(timestamp, receivedAt);
    for (Session session : sessions) {
      if (session.open && session.lastEffective + GAP < effective) {
        close(session);
      }
    }
    sessions.removeIf(session -> !session.open && !session.keptAt(effective));

    Session joined = latestThatTakes(timestamp, effective, false);
    if (joined == null && timestamp < effective - DAY) {
      joined = latestThatTakes(timestamp, effective, true);
    }
    if (joined == null) {
      joined = new Session(event, timestamp, effective);
      sessions.add(joined);
    }
    joined.start = Math.min(joined.start, timestamp);
    joined.end = Math.max(joined.end, timestamp);
    joined.lastEffective = effective;
    joined.events++;
    joined.open = true;
    return new Place(joined.founder, joined.events);
  }

  private Session latestThatTakes(long timestamp, long effective, boolean late) {
    Session latest = null;
    for (Session session : sessions) {
      if (session.late == late
          && session.keptAt(effective)
          && session.takes(timestamp)
          && (latest == null || session.start >= latest.start)) {
        latest = session;
      }
    }
    return latest;
  }

  /** Closes what is open: no event will come. */
  public void finish() {
    for (Session session : sessions) {
      if (session.open) {
        close(session);
      }
    }
    sessions.clear();
  }

  private void close(Session session) {
    session.open = false;
    session.revision++;
    rows.accept(
        new Row(
            session.founder,
            session.start,
            session.end,
            session.events,
            session.lastEffective + GAP + MAX_OUT_OF_ORDER,
            session.revision));
  }

  private static long firstMidnightFrom(long time) {
    return -Math.floorDiv(-time, DAY) * DAY;
  }
}
