package io.tributary.schemas.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A valid event: the record it came in, and where in its bytes each field of the envelope stands.
 *
 * <p>The texts are not copied out: an event crosses one shuffle with its untouched payload (a
 * reused id must be able to become a dead letter), so fields are slices of the same bytes. Texts
 * that are not in the payload as plain UTF-8 (escaped there, or taken from a header, or a resolved
 * default) stand behind it in the same array.
 */
public final class Event {

  /** The texts of the envelope; CONTEXT and PROPERTIES are JSON objects. */
  public enum Text {
    EVENT_ID,
    EVENT_TYPE,
    SCHEMA_VERSION,
    USER_ID,
    ANONYMOUS_ID,
    SESSION_ID,
    CLIENT_IP,
    USER_AGENT,
    PLATFORM,
    APP_VERSION,
    SDK_VERSION,
    CONTEXT,
    PROPERTIES;

    /** How many there are. */
    public static final int COUNT = values().length;
  }

  /** Stands for a {@code sent_at} that was not given. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private final Coordinate coordinate;
  private final long receivedAt;
  private final List<Header> headers;
  private final byte[] bytes;
  private final int payloadLength;
  private final int[] slices;
  private final Clocks clocks;
  private final Fingerprint fingerprint;

  /**
   * @param coordinate where the record stands
   * @param receivedAt broker append time, milliseconds since the epoch
   * @param headers the record's headers
   * @param bytes the payload, and behind it the texts that are not plain in it; not copied
   * @param payloadLength how many of the bytes are the payload
   * @param slices for each {@link Text} in order its start and length in {@code bytes}; -1 and 0
   *     where it is absent; not copied
   * @param clocks the event's own times
   * @param fingerprint hash of the payload's JSON value
   */
  public Event(
      Coordinate coordinate,
      long receivedAt,
      List<Header> headers,
      byte[] bytes,
      int payloadLength,
      int[] slices,
      Clocks clocks,
      Fingerprint fingerprint) {
    this.coordinate = coordinate;
    this.receivedAt = receivedAt;
    this.headers = headers;
    this.bytes = bytes;
    this.payloadLength = payloadLength;
    this.slices = slices;
    this.clocks = clocks;
    this.fingerprint = fingerprint;
  }

  /**
   * The times that the client gave, in milliseconds since the epoch.
   *
   * @param timestamp the corrected event time, never after {@code received_at}
   * @param original the payload's {@code timestamp}
   * @param sentAt the payload's {@code sent_at}, or {@link #NO_TIME}
   */
  public record Clocks(long timestamp, long original, long sentAt) {}

  /** 128-bit hash of the payload's JSON value without {@code sent_at}. */
  public record Fingerprint(long high, long low) {}

  public Coordinate coordinate() {
    return coordinate;
  }

  /** Broker append time, milliseconds since the epoch. */
  public long receivedAt() {
    return receivedAt;
  }

  public List<Header> headers() {
    return headers;
  }

  public Clocks clocks() {
    return clocks;
  }

  /** The corrected event time, milliseconds since the epoch. */
  public long timestamp() {
    return clocks.timestamp;
  }

  public Fingerprint fingerprint() {
    return fingerprint;
  }

  public boolean has(Text text) {
    return slices[2 * text.ordinal()] >= 0;
  }

  /** The text, or null where the event has none. */
  public String text(Text text) {
    int start = start(text);
    return start < 0 ? null : new String(bytes, start, length(text), StandardCharsets.UTF_8);
  }

  /** Where the text's UTF-8 starts in {@link #bytes}, or -1. */
  public int start(Text text) {
    return slices[2 * text.ordinal()];
  }

  /** How many bytes the text has. */
  public int length(Text text) {
    return slices[2 * text.ordinal() + 1];
  }

  /** The payload and what stands behind it. Not a copy: do not write to it. */
  public byte[] bytes() {
    return bytes;
  }

  public int payloadLength() {
    return payloadLength;
  }

  /** Start and length of each text. Not a copy: do not write to it. */
  public int[] slices() {
    return slices;
  }

  /** The untouched payload. */
  public byte[] payload() {
    return payloadLength == bytes.length ? bytes : Arrays.copyOf(bytes, payloadLength);
  }

  public String eventId() {
    return text(Text.EVENT_ID);
  }

  public String eventType() {
    return text(Text.EVENT_TYPE);
  }

  /** The client this event is of. */
  public ClientKey clientKey() {
    String anonymousId = text(Text.ANONYMOUS_ID);
    return anonymousId != null
        ? ClientKey.ofAnonymous(anonymousId)
        : ClientKey.ofUser(text(Text.USER_ID));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Event that
        && coordinate.equals(that.coordinate)
        && receivedAt == that.receivedAt
        && payloadLength == that.payloadLength
        && clocks.equals(that.clocks)
        && fingerprint.equals(that.fingerprint)
        && headers.equals(that.headers)
        && Arrays.equals(slices, that.slices)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * coordinate.hashCode() + fingerprint.hashCode();
  }

  /** The coordinate: the rest may be personal. */
  @Override
  public String toString() {
    return "Event[" + coordinate + "]";
  }
}
