package io.tributary.transforms.order;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.SessionedEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/** The orders in which a client's events are decided. All are total: coordinates are unique. */
public final class Orders {

  /** {@code (received_at, topic, partition, offset)}: the order of dedup and identity. */
  public static final Comparator<Event> ARRIVAL =
      Comparator.comparingLong(Event::receivedAt).thenComparing(Event::coordinate);

  /** Events of one identity together, each identity's in the order of arrival. */
  public static final Comparator<Event> IDENTITY_THEN_ARRIVAL =
      ((Comparator<Event>) Orders::compareIds).thenComparing(ARRIVAL);

  private Orders() {}

  /** {@code (effective_time, received_at, topic, partition, offset)}: the order of sessions. */
  public static Comparator<SessionedEvent> effective(Duration maxOutOfOrder) {
    long millis = maxOutOfOrder.toMillis();
    return Comparator.<SessionedEvent>comparingLong(e -> effectiveTime(e.event(), millis))
        .thenComparing(SessionedEvent::event, ARRIVAL);
  }

  /**
   * {@code max(timestamp, received_at - max_out_of_order)}: the time at which state sees an event,
   * milliseconds since the epoch.
   */
  public static long effectiveTime(Event event, long maxOutOfOrderMillis) {
    return Math.max(event.timestamp(), event.receivedAt() - maxOutOfOrderMillis);
  }

  /** Whether it came later than the order of events allows for: a fact of the record alone. */
  public static boolean isLate(Event event, long maxOutOfOrderMillis) {
    return event.timestamp() < event.receivedAt() - maxOutOfOrderMillis;
  }

  /** Whether both have the same {@code event_id}. */
  public static boolean sameId(Event one, Event other) {
    return compareIds(one, other) == 0;
  }

  private static int compareIds(Event one, Event other) {
    int start = one.start(Text.EVENT_ID);
    int otherStart = other.start(Text.EVENT_ID);
    return Arrays.compareUnsigned(
        one.bytes(),
        start,
        start + one.length(Text.EVENT_ID),
        other.bytes(),
        otherStart,
        otherStart + other.length(Text.EVENT_ID));
  }
}
