package io.tributary.schemas.event;

/**
 * One closing of a session. Times are milliseconds since the epoch.
 *
 * @param sessionId 32 hexadecimal digits
 * @param clientKey whose session it is, as stored
 * @param anonymousId the client's anonymous id, or null
 * @param userId the user of the last event, in fold order, that named one, as stored, or null
 * @param startedAt the earliest event's time
 * @param endedAt the latest event's time
 * @param eventCount how many events joined
 * @param firstEventType type of the earliest event
 * @param lastEventType type of the latest event
 * @param closedAt when no further event in time could join, on the clock of {@code received_at}
 * @param revision from 1; a late event opens a closed session again
 */
public record Session(
    String sessionId,
    ClientKey clientKey,
    String anonymousId,
    String userId,
    long startedAt,
    long endedAt,
    long eventCount,
    String firstEventType,
    String lastEventType,
    long closedAt,
    int revision)
    implements WarehouseRow {

  public Session withStoredIds(ClientKey storedKey, String storedUserId) {
    return new Session(
        sessionId,
        storedKey,
        anonymousId,
        storedUserId,
        startedAt,
        endedAt,
        eventCount,
        firstEventType,
        lastEventType,
        closedAt,
        revision);
  }

  @Override
  public long partitionTime() {
    return closedAt;
  }

  @Override
  public TraceParent sampled() {
    return null;
  }

  /** Its name alone: the rest may be personal. */
  @Override
  public String toString() {
    return "Session[" + sessionId + ", revision " + revision + "]";
  }
}
