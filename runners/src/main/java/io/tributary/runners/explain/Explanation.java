package io.tributary.runners.explain;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * The fate of one record. Parts that do not apply are null, lists without entries empty; times are
 * to the millisecond.
 *
 * @param coordinate {@code topic/partition/offset}
 * @param state where it ended
 * @param says the state in one sentence
 * @param problems what should not be: a record without a row, a row without its record, two rows
 * @param raw the record in the raw store; null where none was given or found
 * @param row where its row stands
 * @param event what the row says of the event; null unless it was loaded
 * @param duplicate of what it is one; null unless it is
 * @param deadLetter why it was turned down; null unless it was
 * @param trace its trace; null where it came without one
 * @param personal ids, addresses and contents by column; null unless asked for
 */
public record Explanation(
    String coordinate,
    State state,
    String says,
    List<String> problems,
    Raw raw,
    Place row,
    Event event,
    DuplicateOf duplicate,
    DeadLetter deadLetter,
    Trace trace,
    SortedMap<String, String> personal) {

  /** Where a record can be. */
  public enum State {
    /** In the table of its event type. */
    LOADED,
    /** In {@code duplicates}. */
    DUPLICATE,
    /** In {@code dead_letters}. */
    DEAD_LETTER,
    /** In the raw store or on its way there; its row comes with a later commit of the stream. */
    WAITING,
    /** In the raw store, and in no table. */
    MISSING
  }

  /**
   * The record as it came.
   *
   * @param file its file, below the raw store's folder
   * @param payloadBytes size of its payload; null where it has none
   * @param headers the names of its headers
   */
  public record Raw(Instant receivedAt, String file, Long payloadBytes, List<String> headers) {}

  /**
   * Where a row stands.
   *
   * @param commit the commit that added its file; null where the snapshot has expired
   */
  public record Place(String table, String file, Commit commit) {}

  /**
   * A commit.
   *
   * @param writer the run that made it; null where the snapshot does not say
   */
  public record Commit(long snapshotId, Instant committedAt, String writer) {}

  /** A loaded event. */
  public record Event(
      String eventId,
      String eventType,
      String schemaVersion,
      Clocks clocks,
      Session session,
      Enrichment enrichment,
      List<Copy> duplicates) {}

  /** The times of an event. */
  public record Clocks(
      Instant timestamp,
      Instant originalTimestamp,
      Instant sentAt,
      Instant receivedAt,
      boolean isLate) {}

  /**
   * The session of an event.
   *
   * @param number the event's number in it
   * @param isOpen whether it has no row yet that counts this event
   * @param before the event with the number before; null for the first
   * @param after the event with the number after; null where there is none yet
   */
  public record Session(
      String sessionId,
      long number,
      boolean isNew,
      boolean isOpen,
      List<SessionRow> rows,
      Neighbour before,
      Neighbour after) {}

  /** A row of {@code sessions}. */
  public record SessionRow(
      long revision, Instant startedAt, Instant endedAt, long eventCount, Instant closedAt) {}

  /** Another event of the same session. */
  public record Neighbour(
      String coordinate, long number, String eventType, Instant timestamp, Instant receivedAt) {}

  /** What was found out about an event, and the stamps of what it was found in. */
  public record Enrichment(Identity identity, Profile profile, Geo geo, Device device) {

    /** Where {@code resolved_user_id} comes from. */
    public enum Identity {
      /** The event names its user. */
      OWN,
      /** The user that its anonymous id was last linked to. */
      LINKED,
      /** No user is known. */
      NONE
    }

    /** Null where no version was found. */
    public record Profile(
        Instant profileVersion, String userCountry, String userSegment, Long accountAgeDays) {}

    /** Null where no database was at work. */
    public record Geo(Instant geoDbBuild, boolean isFound, String geoCountry) {}

    /** Null without rules. */
    public record Device(
        String uaRulesVersion,
        boolean isFound,
        String deviceClass,
        String osName,
        String browserName,
        Boolean isBot) {}
  }

  /**
   * A copy of a record.
   *
   * @param afterMillis how long after the record
   */
  public record Copy(String coordinate, Instant receivedAt, long afterMillis) {}

  /**
   * What a duplicate is one of.
   *
   * @param chain the copies before it, the latest first; the last one is no duplicate itself
   * @param end in short what the last one is
   */
  public record DuplicateOf(
      String eventId, String eventType, Instant receivedAt, List<Copy> chain, Place end) {}

  /**
   * Why a record was turned down.
   *
   * @param sameId other records with this id in the 24 hours before; empty but for reused ids
   */
  public record DeadLetter(
      String stage,
      String reason,
      String detail,
      Instant receivedAt,
      String eventId,
      String eventType,
      List<Copy> sameId) {}

  /**
   * A trace and where to look at it.
   *
   * @param replayLink where to look at the trace that the replay made which wrote the row, if the
   *     event was sampled and the replay sent traces; null where no replay wrote it
   */
  public record Trace(String traceId, String link, String replayLink) {}
}
