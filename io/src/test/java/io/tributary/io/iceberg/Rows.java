package io.tributary.io.iceberg;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.validate.EventValidator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows for tests: events are what validation makes of a payload. */
final class Rows {

  static final String TYPE = "item.seen";
  static final String TABLE = "events_item_seen";
  static final long DAY = 86_400_000L;
  static final long NOON = millis("2026-03-10T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Rows() {}

  static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  /** A registry of {@link #TYPE} alone; its versions are 1-0-0, 1-0-1 and so on. */
  static SchemaRegistry schemas(String... versions) {
    Map<SchemaVer, String> texts = new TreeMap<>();
    for (int i = 0; i < versions.length; i++) {
      texts.put(new SchemaVer(1, 0, i), versions[i]);
    }
    return SchemaSet.of(Map.of(TYPE, texts), SchemaSettings.defaults());
  }

  /** A schema with these properties. */
  static String properties(String json) {
    return "{\"type\": \"object\", \"properties\": {" + json + "}}";
  }

  static Coordinate at(long offset) {
    return new Coordinate("events", 3, offset);
  }

  /** The least that an event must have, with these properties. */
  static ObjectNode payload(long receivedAt, String properties) {
    ObjectNode payload = JSON.createObjectNode();
    payload.put("event_id", "e-1");
    payload.put("event_type", TYPE);
    payload.put("timestamp", Instant.ofEpochMilli(receivedAt).toString());
    payload.put("anonymous_id", "anon");
    payload.putRawValue("properties", new RawValue(properties));
    return payload;
  }

  /** An event of the newest version. */
  static Event event(SchemaRegistry registry, long offset, long receivedAt, String properties) {
    return event(registry, offset, receivedAt, payload(receivedAt, properties), List.of());
  }

  static Event event(
      SchemaRegistry registry,
      long offset,
      long receivedAt,
      ObjectNode payload,
      List<Header> headers) {
    Outcome<Event> outcome =
        new EventValidator(registry)
            .check(
                new RawRecord(
                    at(offset), receivedAt, null, headers, payload.toString().getBytes(UTF_8)));
    if (outcome instanceof Outcome.Ok<Event> ok) {
      return ok.value();
    }
    throw new AssertionError("The fixture is no valid event: " + outcome);
  }

  /** An event without anything that enrichment adds. */
  static TableRow plain(Event event) {
    return new TableRow(
        TABLE,
        new EnrichedEvent(
            new SessionedEvent(event, null, "s-1", 1),
            event.text(Event.Text.USER_ID),
            null,
            null,
            null,
            null,
            null));
  }

  static TableRow plain(SchemaRegistry registry, long offset, long receivedAt, String properties) {
    return plain(event(registry, offset, receivedAt, properties));
  }

  static TableRow deadLetter(long offset, long receivedAt, List<Header> headers, byte[] payload) {
    return new TableRow(
        TableNames.DEAD_LETTERS,
        new DeadLetter(
            new Failure(
                Reason.MALFORMED_JSON,
                "not JSON at byte 7",
                at(offset),
                receivedAt,
                headers,
                payload,
                null,
                null)));
  }

  static TableRow duplicate(long offset, long receivedAt) {
    return new TableRow(
        TableNames.DUPLICATES,
        new Duplicate(
            "e-1",
            TYPE,
            ClientKey.ofAnonymous("anon"),
            at(offset),
            receivedAt,
            new Coordinate("older", 1, 5),
            receivedAt - 1_000,
            null));
  }

  static TableRow session(String id, long closedAt) {
    return new TableRow(
        TableNames.SESSIONS,
        new Session(
            id,
            ClientKey.ofAnonymous("anon"),
            "anon",
            null,
            closedAt - 60_000,
            closedAt - 58_500,
            2,
            TYPE,
            TYPE,
            closedAt,
            1));
  }
}
