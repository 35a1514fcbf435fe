package io.tributary.schemas.event;

import java.util.Arrays;
import java.util.List;

/**
 * What the collector put on Kafka, untouched.
 *
 * @param coordinate where it stands
 * @param receivedAt broker append time, milliseconds since the epoch
 * @param key the record's key, or null
 * @param headers the record's headers in their order; empty where there are none
 * @param payload the record's bytes, or null for a record without value
 */
public record RawRecord(
    Coordinate coordinate, long receivedAt, byte[] key, List<Header> headers, byte[] payload) {

  @Override
  public boolean equals(Object other) {
    return other instanceof RawRecord that
        && coordinate.equals(that.coordinate)
        && receivedAt == that.receivedAt
        && Arrays.equals(key, that.key)
        && headers.equals(that.headers)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * coordinate.hashCode() + Arrays.hashCode(payload);
  }

  /** The coordinate and the size: the payload may be personal. */
  @Override
  public String toString() {
    return "RawRecord["
        + coordinate
        + ", "
        + (payload == null ? "no payload" : payload.length + " bytes")
        + "]";
  }
}
