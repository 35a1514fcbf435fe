package io.tributary.transforms;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Records and events for tests.
 *
 * <p>{@link #event} gives events as validation would, without asking it: what a test does not say
 * has a default, and two events have the same fingerprint where they have the same {@link
 * EventBuilder#content}. {@link #raw} gives what the collector would have put on Kafka.
 */
public final class Records {

  public static final String TOPIC = "events";
  public static final long SECOND = 1_000;
  public static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  /** Midnight of the day on which most tests happen. */
  public static final long MIDNIGHT = millis("2026-03-10T00:00:00Z");

  /** Noon of that day: a session founded here ends at the next midnight at the latest. */
  public static final long NOON = MIDNIGHT + 12 * HOUR;

  private Records() {}

  /** Milliseconds since the epoch. */
  public static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  public static Coordinate at(long offset) {
    return new Coordinate(TOPIC, 0, offset);
  }

  /** A raw record at an offset, without key and headers. */
  public static RawRecord raw(long offset, long receivedAt, String payload) {
    return new RawRecord(
        at(offset),
        receivedAt,
        null,
        List.of(),
        payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A Kafka header with a text. */
  public static Header header(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An event of the anonymous client {@code anon}, at offset 0, received and made at noon. */
  public static EventBuilder event(String id) {
    return new EventBuilder(id);
  }

  /** The default rules with another gap and out-of-orderness, as ISO-8601 durations. */
  public static Rules rules(String gap, String maxOutOfOrder) {
    Rules defaults = Rules.defaults();
    return new Rules(
        Duration.parse(gap), Duration.parse(maxOutOfOrder), defaults.privacy(), defaults.schemas());
  }

  /** A kept event before sessions are made, with its own user as resolved one. */
  public static SessionedEvent kept(Event event) {
    return new SessionedEvent(event, event.text(Text.USER_ID), null, 0);
  }

  /** Says of an event only what its test is about. */
  public static final class EventBuilder {
    private final Map<Text, String> texts = new EnumMap<>(Text.class);
    private Coordinate coordinate = at(0);
    private long receivedAt = NOON;
    private Long timestamp;
    private long content = 1;
    private List<Header> headers = List.of();

    private EventBuilder(String id) {
      texts.put(Text.EVENT_ID, id);
      texts.put(Text.EVENT_TYPE, "page.viewed");
      texts.put(Text.SCHEMA_VERSION, "1-0-0");
      texts.put(Text.ANONYMOUS_ID, "anon");
    }

    public EventBuilder offset(long offset) {
      coordinate = at(offset);
      return this;
    }

    public EventBuilder coordinate(Coordinate stands) {
      coordinate = stands;
      return this;
    }

    public EventBuilder received(long millis) {
      receivedAt = millis;
      return this;
    }

    /** The corrected event time; {@code received_at} where it is not given. */
    public EventBuilder timestamp(long millis) {
      timestamp = millis;
      return this;
    }

    public EventBuilder text(Text text, String value) {
      if (value == null) {
        texts.remove(text);
      } else {
        texts.put(text, value);
      }
      return this;
    }

    public EventBuilder type(String type) {
      return text(Text.EVENT_TYPE, type);
    }

    public EventBuilder anonymous(String id) {
      return text(Text.ANONYMOUS_ID, id);
    }

    public EventBuilder user(String id) {
      return text(Text.USER_ID, id);
    }

    /** Stands for all that the fingerprint is made of. */
    public EventBuilder content(long number) {
      content = number;
      return this;
    }

    public EventBuilder headers(Header... some) {
      headers = List.of(some);
      return this;
    }

    public Event build() {
      StringBuilder payload = new StringBuilder();
      int[] slices = new int[2 * Text.COUNT];
      Arrays.fill(slices, -1);
      for (Text text : Text.values()) {
        String value = texts.get(text);
        slices[2 * text.ordinal() + 1] = 0;
        if (value != null) {
          slices[2 * text.ordinal()] = utf8(payload).length;
          slices[2 * text.ordinal() + 1] = utf8(value).length;
          payload.append(value).append('|');
        }
      }
      byte[] bytes = utf8(payload);
      long time = timestamp == null ? receivedAt : timestamp;
      return new Event(
          coordinate,
          receivedAt,
          headers,
          bytes,
          bytes.length,
          slices,
          new Clocks(time, time, Event.NO_TIME),
          new Fingerprint(content, ~content));
    }

    private static byte[] utf8(CharSequence text) {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
