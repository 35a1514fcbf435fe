package io.tributary.schemas.event;

/**
 * A record that repeats one received at most a day before it.
 *
 * @param eventId the id both carry
 * @param eventType their type
 * @param clientKey their client, as stored
 * @param coordinate where this record stands
 * @param receivedAt when it came, milliseconds since the epoch
 * @param original where the latest copy before it stands
 * @param originalReceivedAt when that one came, milliseconds since the epoch
 * @param trace what its header says of the producer's span, or null
 */
public record Duplicate(
    String eventId,
    String eventType,
    ClientKey clientKey,
    Coordinate coordinate,
    long receivedAt,
    Coordinate original,
    long originalReceivedAt,
    TraceParent trace)
    implements WarehouseRow {

  public Duplicate withClientKey(ClientKey stored) {
    return new Duplicate(
        eventId, eventType, stored, coordinate, receivedAt, original, originalReceivedAt, trace);
  }

  @Override
  public long partitionTime() {
    return receivedAt;
  }

  @Override
  public TraceParent sampled() {
    return trace != null && trace.sampled() ? trace : null;
  }

  /** The place alone: the rest may be personal. */
  @Override
  public String toString() {
    return "Duplicate[" + coordinate + " of " + original + "]";
  }
}
