package io.tributary.transforms.client;

import io.tributary.schemas.event.Event;
import java.io.Serializable;
import java.util.Set;

/**
 * Which events also leave the keyed stage right after dedup, without waiting for their session.
 *
 * @param types their event types
 * @param since the first {@code received_at} of these, milliseconds since the epoch: what was sent
 *     before is not sent again when state is rebuilt
 */
public record RealTime(Set<String> types, long since) implements Serializable {

  /** None do. */
  public static final RealTime NONE = new RealTime(Set.of(), Long.MAX_VALUE);

  boolean wants(Event event) {
    return event.receivedAt() >= since && types.contains(event.eventType());
  }
}
