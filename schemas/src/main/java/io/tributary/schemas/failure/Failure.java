package io.tributary.schemas.failure;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A record that was turned down, with its bytes as they came.
 *
 * @param reason why
 * @param detail where and what was expected, as a JSON pointer and a rule; never the data itself
 * @param coordinate where the record stands
 * @param receivedAt when it came, milliseconds since the epoch
 * @param headers its headers
 * @param payload its bytes, or null where it had none
 * @param eventId its id where it could be read, or null
 * @param eventType its type where it could be read, or null
 */
public record Failure(
    Reason reason,
    String detail,
    Coordinate coordinate,
    long receivedAt,
    List<Header> headers,
    byte[] payload,
    String eventId,
    String eventType) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Failure that
        && reason == that.reason
        && detail.equals(that.detail)
        && coordinate.equals(that.coordinate)
        && receivedAt == that.receivedAt
        && headers.equals(that.headers)
        && Arrays.equals(payload, that.payload)
        && Objects.equals(eventId, that.eventId)
        && Objects.equals(eventType, that.eventType);
  }

  @Override
  public int hashCode() {
    return 31 * coordinate.hashCode() + reason.hashCode();
  }

  /** Reason, place and coordinate: the rest may be personal. */
  @Override
  public String toString() {
    return "Failure[" + reason + " " + detail + " at " + coordinate + "]";
  }
}
