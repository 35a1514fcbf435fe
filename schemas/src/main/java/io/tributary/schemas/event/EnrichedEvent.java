package io.tributary.schemas.event;

/**
 * An event as it is stored: sessioned, enriched, and with the privacy rules applied.
 *
 * @param sessioned the event with its session; its own ids and address are not what is stored
 * @param userId the user as stored, or null
 * @param resolvedUserId the resolved user as stored, or null
 * @param clientIp the address as stored, or null
 * @param profile the user's profile as of the record, or null
 * @param geo where the address is, or null where this enrichment is off
 * @param device what the user agent says, or null where this enrichment is off
 */
public record EnrichedEvent(
    SessionedEvent sessioned,
    String userId,
    String resolvedUserId,
    String clientIp,
    Profile profile,
    Geo geo,
    Device device)
    implements WarehouseRow {

  public Event event() {
    return sessioned.event();
  }

  @Override
  public long partitionTime() {
    return sessioned.partitionTime();
  }

  @Override
  public TraceParent sampled() {
    return sessioned.sampled();
  }

  /** The place alone: the rest may be personal. */
  @Override
  public String toString() {
    return "EnrichedEvent[" + event().coordinate() + "]";
  }
}
