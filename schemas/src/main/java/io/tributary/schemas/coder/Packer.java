package io.tributary.schemas.coder;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Packs one value into bytes; {@link Unpacker} reads them back in the same order. */
final class Packer {

  private byte[] bytes = new byte[4096];
  private int size;

  void reset() {
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[4096]; // one giant must not be remembered by every thread
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void putVarLong(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Small numbers of either sign take few bytes. */
  void putSigned(long value) {
    putVarLong(value << 1 ^ value >> 63);
  }

  void putFixed(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Null and empty are told apart. */
  void putBytes(byte[] value) {
    if (value == null) {
      putVarLong(0);
    } else {
      putVarLong(value.length + 1L);
      reserve(value.length);
      System.arraycopy(value, 0, bytes, size, value.length);
      size += value.length;
    }
  }

  void putText(String value) {
    putBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  void putBoolean(Boolean value) {
    putByte(value == null ? 2 : value ? 1 : 0);
  }

  void putDouble(Double value) {
    putByte(value == null ? 0 : 1);
    if (value != null) {
      putFixed(Double.doubleToLongBits(value));
    }
  }

  void putLong(Long value) {
    putByte(value == null ? 0 : 1);
    if (value != null) {
      putSigned(value);
    }
  }

  void putCoordinate(Coordinate value) {
    putText(value.topic());
    putVarLong(value.partition());
    putVarLong(value.offset());
  }

  void putHeaders(List<Header> headers) {
    putVarLong(headers.size());
    for (Header header : headers) {
      putText(header.name());
      putBytes(header.value());
    }
  }

  void putClientKey(ClientKey key) {
    putText(key.text());
  }
}
