package io.tributary.schemas.coder;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Packs one value into bytes; {@link Unpacker} reads them back in the same order. */
public final class Packer {

  private byte[] bytes = new byte[4096];
  private int size;

  void reset() {
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[4096]; // one giant must not be remembered by every thread
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  public void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void putVarLong(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Small numbers of either sign take few bytes. */
  public void putSigned(long value) {
    putVarLong(value << 1 ^ value >> 63);
  }

  public void putFixed(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Null and empty are told apart. */
  public void putBytes(byte[] value) {
    if (value == null) {
      putVarLong(0);
    } else {
      putVarLong(value.length + 1L);
      reserve(value.length);
      System.arraycopy(value, 0, bytes, size, value.length);
      size += value.length;
    }
  }

  public void putText(String value) {
    putBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  public void putBoolean(Boolean value) {
    putByte(value == null ? 2 : value ? 1 : 0);
  }

  public void putDouble(Double value) {
    putByte(value == null ? 0 : 1);
    if (value != null) {
      putFixed(Double.doubleToLongBits(value));
    }
  }

  public void putLong(Long value) {
    putByte(value == null ? 0 : 1);
    if (value != null) {
      putSigned(value);
    }
  }

  public void putCoordinate(Coordinate value) {
    putText(value.topic());
    putVarLong(value.partition());
    putVarLong(value.offset());
  }

  public void putHeaders(List<Header> headers) {
    putVarLong(headers.size());
    for (Header header : headers) {
      putText(header.name());
      putBytes(header.value());
    }
  }

  public void putClientKey(ClientKey key) {
    putText(key.text());
  }
}
