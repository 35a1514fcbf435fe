package io.tributary.schemas.event;

/**
 * A kept event with its identity and its place in a session.
 *
 * @param event the event
 * @param resolvedUserId the event's user, else the one its anonymous id was last linked to, or null
 * @param sessionId 32 hexadecimal digits; null where the event left before sessions were made
 * @param sessionEventNumber from 1, in the order of the fold; 0 without a session
 */
public record SessionedEvent(
    Event event, String resolvedUserId, String sessionId, long sessionEventNumber)
    implements WarehouseRow {

  @Override
  public long partitionTime() {
    return event.receivedAt();
  }

  @Override
  public TraceParent sampled() {
    return TraceParent.sampled(event.headers());
  }

  /** The place alone: the rest may be personal. */
  @Override
  public String toString() {
    return "SessionedEvent[" + event.coordinate() + "]";
  }
}
