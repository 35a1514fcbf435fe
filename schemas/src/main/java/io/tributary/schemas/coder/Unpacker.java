package io.tributary.schemas.coder;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link Packer} wrote. */
public final class Unpacker {

  private final byte[] bytes;
  private int at;

  /**
   * @param bytes one packed value
   */
  public Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  public int takeByte() {
    return bytes[at++];
  }

  public long takeVarLong() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  public int takeVarInt() {
    return (int) takeVarLong();
  }

  public long takeSigned() {
    long value = takeVarLong();
    return value >>> 1 ^ -(value & 1);
  }

  public long takeFixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[at++] & 0xff;
    }
    return value;
  }

  public byte[] takeBytes() {
    int length = takeVarInt() - 1;
    if (length < 0) {
      return null;
    }
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  public String takeText() {
    int length = takeVarInt() - 1;
    if (length < 0) {
      return null;
    }
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  public Boolean takeBoolean() {
    int value = takeByte();
    return value == 2 ? null : Boolean.valueOf(value == 1);
  }

  public Double takeDouble() {
    return takeByte() == 0 ? null : Double.valueOf(Double.longBitsToDouble(takeFixed()));
  }

  public Long takeLong() {
    return takeByte() == 0 ? null : Long.valueOf(takeSigned());
  }

  public Coordinate takeCoordinate() {
    return new Coordinate(takeText(), takeVarInt(), takeVarLong());
  }

  public List<Header> takeHeaders() {
    int count = takeVarInt();
    if (count == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(takeText(), takeBytes()));
    }
    return headers;
  }

  public ClientKey takeClientKey() {
    return new ClientKey(takeText());
  }
}
