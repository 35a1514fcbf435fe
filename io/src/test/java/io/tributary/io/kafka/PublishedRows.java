package io.tributary.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.transforms.validate.EventValidator;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows that are published; events are what validation makes of a payload. */
final class PublishedRows {

  static final long NOON = millis("2026-03-10T12:00:00Z");
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final SchemaRegistry REGISTRY =
      SchemaSet.of(
          Map.of("item.seen", Map.of(new SchemaVer(1, 0, 0), "{}")), SchemaSettings.defaults());

  private PublishedRows() {}

  static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  static Header header(String name, String value) {
    return new Header(name, value == null ? null : value.getBytes(UTF_8));
  }

  /** An event of this payload, received at noon, offset 17 of partition 3. */
  static Event event(String payload, Header... headers) {
    Outcome<Event> outcome =
        new EventValidator(REGISTRY)
            .check(
                new RawRecord(
                    new Coordinate("events", 3, 17),
                    NOON,
                    null,
                    List.of(headers),
                    payload.getBytes(UTF_8)));
    if (outcome instanceof Outcome.Ok<Event> ok) {
      return ok.value();
    }
    throw new AssertionError("The fixture is no valid event: " + outcome);
  }

  /** The least that an event must have, and these members. */
  static String payload(String members) {
    return "{\"event_id\": \"e-1\", \"event_type\": \"item.seen\","
        + " \"timestamp\": \"2026-03-10T11:59:00Z\", \"anonymous_id\": \"anon\""
        + members
        + "}";
  }

  /** Without session, and without anything that enrichment adds. */
  static EnrichedEvent plain(Event event) {
    return new EnrichedEvent(
        new SessionedEvent(event, null, null, 0),
        event.text(Text.USER_ID),
        null,
        null,
        null,
        null,
        null);
  }

  static EnrichedEvent plain() {
    return plain(event(payload("")));
  }

  /** Without session, with all that enrichment adds. */
  static EnrichedEvent rich(Event event) {
    return new EnrichedEvent(
        new SessionedEvent(event, "not what is stored", null, 0),
        "stored-user",
        "stored-resolved",
        "198.51.100.0",
        new Profile("NO", "gold", NOON - 3 * 86_400_000L - 1, millis("2026-01-01T00:00:00Z")),
        new Geo("NO", "Oslo", "Oslo", 59.9, 10.75, "Europe/Oslo", millis("2026-02-01T00:00:00.5Z")),
        new Device("phone", "Android", "14", "Chrome Mobile", "122", false, "uap-1"));
  }

  static DeadLetter deadLetter(byte[] payload, Header... headers) {
    return new DeadLetter(
        new Failure(
            Reason.MALFORMED_JSON,
            "not JSON at byte 7",
            new Coordinate("events", 3, 17),
            NOON,
            List.of(headers),
            payload,
            null,
            null));
  }
}
