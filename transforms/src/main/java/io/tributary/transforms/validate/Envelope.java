package io.tributary.transforms.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.schemas.event.Event.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What {@link PayloadReader} found at the top of a payload, not yet judged. */
final class Envelope {

  /** The fields of section 2 of the contract. */
  enum Field {
    EVENT_ID("event_id", Text.EVENT_ID),
    EVENT_TYPE("event_type", Text.EVENT_TYPE),
    TIMESTAMP("timestamp", null),
    SENT_AT("sent_at", null),
    USER_ID("user_id", Text.USER_ID),
    ANONYMOUS_ID("anonymous_id", Text.ANONYMOUS_ID),
    SESSION_ID("session_id", Text.SESSION_ID),
    SCHEMA_VERSION("schema_version", Text.SCHEMA_VERSION),
    CLIENT_IP("client_ip", Text.CLIENT_IP),
    USER_AGENT("user_agent", Text.USER_AGENT),
    PLATFORM("platform", Text.PLATFORM),
    APP_VERSION("app_version", Text.APP_VERSION),
    SDK_VERSION("sdk_version", Text.SDK_VERSION),
    CONTEXT("context", Text.CONTEXT),
    PROPERTIES("properties", Text.PROPERTIES);

    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
      for (Field field : values()) {
        BY_NAME.put(field.key, field);
      }
    }

    private final String key;
    private final Text text;

    Field(String key, Text text) {
      this.key = key;
      this.text = text;
    }

    static Field named(String key) {
      return BY_NAME.get(key);
    }

    boolean isObject() {
      return this == CONTEXT || this == PROPERTIES;
    }

    /** The field's JSON pointer. */
    String pointer() {
      return "/" + key;
    }
  }

  private static final Field[] FIELDS = Field.values();

  private final int payloadLength;
  private final int[] starts = new int[FIELDS.length];
  private final int[] lengths = new int[FIELDS.length];
  private byte[] bytes;
  private int size;
  private int wrongTypes;

  /** The tree of {@code properties}; null where it is absent. */
  ObjectNode properties;

  Fingerprint fingerprint;

  Envelope(byte[] payload) {
    bytes = payload;
    size = payload.length;
    payloadLength = payload.length;
    Arrays.fill(starts, -1);
  }

  void setSlice(Field field, int start, int length) {
    starts[field.ordinal()] = start;
    lengths[field.ordinal()] = length;
  }

  void setWrongType(Field field) {
    wrongTypes |= 1 << field.ordinal();
  }

  boolean hasWrongType(Field field) {
    return (wrongTypes & 1 << field.ordinal()) != 0;
  }

  /** The first field, in the order of section 2, that holds what it must not; or null. */
  Field firstWrongType() {
    return wrongTypes == 0 ? null : FIELDS[Integer.numberOfTrailingZeros(wrongTypes)];
  }

  /** A text that does not stand in the payload as it is. */
  void append(Field field, String text) {
    append(field, text.getBytes(StandardCharsets.UTF_8));
  }

  void append(Field field, byte[] utf8) {
    bytes = Arrays.copyOf(bytes, size + utf8.length); // rare, and never for long
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    setSlice(field, size, utf8.length);
    size += utf8.length;
  }

  /** Whether the field is there, with a value of its type. */
  boolean has(Field field) {
    return starts[field.ordinal()] >= 0;
  }

  /** Whether the field is absent or null. */
  boolean lacks(Field field) {
    return !has(field) && !hasWrongType(field);
  }

  String text(Field field) {
    int start = starts[field.ordinal()];
    return start < 0
        ? null
        : new String(bytes, start, lengths[field.ordinal()], StandardCharsets.UTF_8);
  }

  int codePoints(Field field) {
    return Utf8.codePoints(bytes, starts[field.ordinal()], lengths[field.ordinal()]);
  }

  byte[] bytes() {
    return bytes;
  }

  int payloadLength() {
    return payloadLength;
  }

  /** Starts and lengths in the order of {@link Text}. */
  int[] slices() {
    int[] slices = new int[2 * Event.Text.COUNT];
    for (Field field : FIELDS) {
      if (field.text != null) {
        slices[2 * field.text.ordinal()] = starts[field.ordinal()];
        slices[2 * field.text.ordinal() + 1] = lengths[field.ordinal()];
      }
    }
    return slices;
  }
}
