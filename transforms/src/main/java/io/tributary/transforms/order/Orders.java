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

  /** Events of one client are equal. */
  public static final Comparator<Event> CLIENT = Orders::compareClients;

  /** A client's events together, of these those of one identity, and these in arrival order. */
  public static final Comparator<Event> IDENTITY_THEN_ARRIVAL =
      CLIENT.thenComparing(Orders::compareIds).thenComparing(ARRIVAL);

  /** A client's events together, in the order of arrival. */
  public static final Comparator<Event> CLIENT_THEN_ARRIVAL = CLIENT.thenComparing(ARRIVAL);

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

  private static int compareClients(Event one, Event other) {
    boolean anonymous = one.has(Text.ANONYMOUS_ID);
    if (anonymous != other.has(Text.ANONYMOUS_ID)) {
      return anonymous ? -1 : 1;
    }
    return compare(one, other, anonymous ? Text.ANONYMOUS_ID : Text.USER_ID);
  }

  private static int compareIds(Event one, Event other) {
    return compare(one, other, Text.EVENT_ID);
  }

  private static int compare(Event one, Event other, Text text) {
    int start = one.start(text);
    int otherStart = other.start(text);
    return Arrays.compareUnsigned(
        one.bytes(),
        start,
        start + one.length(text),
        other.bytes(),
        otherStart,
        otherStart + other.length(text));
  }

  /** 64-bit hash of the client, FNV-1a over the UTF-8 of its id, then mixed. */
  public static long clientHash(Event event) {
    boolean anonymous = event.has(Text.ANONYMOUS_ID);
    Text text = anonymous ? Text.ANONYMOUS_ID : Text.USER_ID;
    long hash = anonymous ? 0xcbf29ce484222325L : 0x84222325cbf29ce4L;
    int end = event.start(text) + event.length(text);
    for (int i = event.start(text); i < end; i++) {
      hash = (hash ^ event.bytes()[i] & 0xff) * 0x100000001b3L;
    }
    return hash ^ hash >>> 32;
  }
}
