package io.tributary.transforms.validate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.registry.EventSchema;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.registry.Violation;
import io.tributary.transforms.validate.Envelope.Field;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges raw records, one at a time: the first rule that fails names the reason. Pure but for what
 * it remembers to be fast; one per thread.
 */
public final class EventValidator {

  /** Largest payload that is read. */
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  /** Longest id, in Unicode code points. */
  public static final int MAX_ID_LENGTH = 256;

  private static final long OLDEST = Duration.ofDays(30).toMillis();
  private static final long NEWEST = Duration.ofHours(24).toMillis();
  private static final Field[] IDS = {
    Field.EVENT_ID, Field.USER_ID, Field.ANONYMOUS_ID, Field.SESSION_ID
  };
  private static final ObjectNode NO_PROPERTIES = JsonNodeFactory.instance.objectNode();

  private final SchemaRegistry registry;
  private final PayloadReader reader = new PayloadReader();

  public EventValidator(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** A rule that a record breaks; not a failure of the program, hence without a stack. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    Broken(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  /** The event in this record, or why there is none. */
  public Outcome<Event> check(RawRecord raw) {
    Envelope envelope = null;
    try {
      envelope = envelopeOf(raw.payload());
      return Outcome.ok(eventOf(raw, envelope));
    } catch (Broken broken) {
      return Outcome.rejected(
          new Failure(
              broken.reason,
              broken.getMessage(),
              raw.coordinate(),
              raw.receivedAt(),
              raw.headers(),
              raw.payload(),
              knownId(envelope, Field.EVENT_ID),
              knownId(envelope, Field.EVENT_TYPE)));
    }
  }

  private Envelope envelopeOf(byte[] payload) throws Broken {
    if (payload == null) {
      throw new Broken(Reason.MALFORMED_JSON, "no payload");
    }
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new Broken(
          Reason.TOO_LARGE, payload.length + " bytes, at most " + MAX_PAYLOAD_BYTES + " are read");
    }
    if (!Utf8.isValid(payload)) {
      throw new Broken(Reason.MALFORMED_JSON, "not UTF-8");
    }
    try {
      Envelope envelope = reader.read(payload);
      if (envelope == null) {
        throw new Broken(Reason.MISSING_FIELD, "/: expected an object");
      }
      return envelope;
    } catch (JsonLimits.MalformedJson e) {
      throw new Broken(Reason.MALFORMED_JSON, e.getMessage());
    }
  }

  private Event eventOf(RawRecord raw, Envelope envelope) throws Broken {
    require(envelope, Field.EVENT_ID);
    require(envelope, Field.EVENT_TYPE);
    require(envelope, Field.TIMESTAMP);
    if (envelope.lacks(Field.USER_ID) && envelope.lacks(Field.ANONYMOUS_ID)) {
      throw new Broken(Reason.MISSING_FIELD, "/anonymous_id or /user_id: required");
    }
    checkFields(envelope);
    Clocks clocks = clocksOf(raw, envelope);
    EventSchema schema = schemaOf(envelope);
    Optional<Violation> violation =
        schema.validate(envelope.properties == null ? NO_PROPERTIES : envelope.properties);
    if (violation.isPresent()) {
      throw new Broken(
          Reason.SCHEMA_VIOLATION, violation.get().pointer() + ": " + violation.get().rule());
    }
    fromHeader(raw, envelope, Field.CLIENT_IP);
    fromHeader(raw, envelope, Field.USER_AGENT);
    return new Event(
        raw.coordinate(),
        raw.receivedAt(),
        raw.headers(),
        envelope.bytes(),
        envelope.payloadLength(),
        envelope.slices(),
        clocks,
        envelope.fingerprint);
  }

  private static void require(Envelope envelope, Field field) throws Broken {
    if (envelope.lacks(field)) {
      throw new Broken(Reason.MISSING_FIELD, field.pointer() + ": required");
    }
  }

  private static void checkFields(Envelope envelope) throws Broken {
    Field wrong = envelope.firstWrongType();
    if (wrong != null) {
      throw new Broken(
          Reason.INVALID_FIELD,
          wrong.pointer() + (wrong.isObject() ? ": expected an object" : ": expected a string"));
    }
    for (Field id : IDS) {
      if (envelope.has(id)) {
        int length = envelope.codePoints(id);
        if (length < 1 || length > MAX_ID_LENGTH) {
          throw new Broken(
              Reason.INVALID_FIELD,
              id.pointer() + ": expected 1 to " + MAX_ID_LENGTH + " characters, has " + length);
        }
      }
    }
  }

  private static Clocks clocksOf(RawRecord raw, Envelope envelope) throws Broken {
    long original = time(envelope, Field.TIMESTAMP);
    long sentAt = envelope.has(Field.SENT_AT) ? time(envelope, Field.SENT_AT) : Event.NO_TIME;
    long corrected = sentAt == Event.NO_TIME ? original : raw.receivedAt() - (sentAt - original);
    if (corrected < raw.receivedAt() - OLDEST || corrected > raw.receivedAt() + NEWEST) {
      throw new Broken(
          Reason.TIMESTAMP_OUT_OF_RANGE,
          "/timestamp: corrected, it is more than "
              + (corrected > raw.receivedAt() ? "24 h after" : "30 days before")
              + " received_at");
    }
    return new Clocks(Math.min(corrected, raw.receivedAt()), original, sentAt);
  }

  private static long time(Envelope envelope, Field field) throws Broken {
    long time = Rfc3339.parse(envelope.text(field));
    if (time == Rfc3339.INVALID) {
      throw new Broken(
          Reason.INVALID_TIMESTAMP, field.pointer() + ": expected an RFC 3339 time with an offset");
    }
    return time;
  }

  private EventSchema schemaOf(Envelope envelope) throws Broken {
    String type = envelope.text(Field.EVENT_TYPE);
    Optional<EventSchema> newest = registry.newest(type);
    if (newest.isEmpty()) {
      throw new Broken(Reason.UNKNOWN_EVENT_TYPE, "/event_type: not registered");
    }
    if (!envelope.has(Field.SCHEMA_VERSION)) {
      envelope.append(Field.SCHEMA_VERSION, newest.get().version().toString());
      return newest.get();
    }
    return SchemaVer.parse(envelope.text(Field.SCHEMA_VERSION))
        .flatMap(version -> registry.find(type, version))
        .orElseThrow(
            () ->
                new Broken(
                    Reason.UNKNOWN_SCHEMA_VERSION,
                    "/schema_version: not registered for this event type"));
  }

  /** The payload wins; a header that is no text says nothing. */
  private static void fromHeader(RawRecord raw, Envelope envelope, Field field) {
    if (envelope.lacks(field)) {
      String name = field.pointer().substring(1);
      for (Header header : raw.headers()) {
        if (header.name().equals(name) && header.value() != null && Utf8.isValid(header.value())) {
          envelope.append(field, header.value());
          return;
        }
      }
    }
  }

  private static String knownId(Envelope envelope, Field field) {
    return envelope != null && envelope.has(field) && envelope.codePoints(field) <= MAX_ID_LENGTH
        ? envelope.text(field)
        : null;
  }
}
