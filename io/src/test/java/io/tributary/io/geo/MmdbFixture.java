package io.tributary.io.geo;

import io.tributary.schemas.rules.IpLiteral;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes small databases in MaxMind's format: a binary tree of 32-bit records over a data part. */
final class MmdbFixture {

  private static final int SEPARATOR = 16;
  private static final int EMPTY = -1;

  private final String type;
  private final long buildSeconds;
  private final int bits;
  private final List<int[]> nodes = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  private MmdbFixture(String type, long buildSeconds, int bits) {
    this.type = type;
    this.buildSeconds = buildSeconds;
    this.bits = bits;
    nodes.add(new int[] {EMPTY, EMPTY});
  }

  static MmdbFixture city(long buildSeconds) {
    return new MmdbFixture("Test-City", buildSeconds, 128);
  }

  static MmdbFixture ofType(String type) {
    return new MmdbFixture(type, 1_000, 128);
  }

  static MmdbFixture cityOfIpv4Only(long buildSeconds) {
    return new MmdbFixture("Test-City", buildSeconds, 32);
  }

  /** Puts a network into a country, in a city of the country's own name in small letters. */
  MmdbFixture with(String address, int prefix, String country) {
    return with(
        address,
        prefix,
        encode(
            Map.of(
                "country", Map.of("iso_code", country),
                "city", Map.of("names", Map.of("en", country.toLowerCase(Locale.ROOT))),
                "location", Map.of("latitude", 1.5, "longitude", -2.5, "time_zone", "Etc/UTC"))));
  }

  /** A network whose record is no record. */
  MmdbFixture withDamage(String address, int prefix) {
    // A map of 28 entries whose first key is of the type "end marker", at the end of the data.
    return with(address, prefix, new byte[] {(byte) (7 << 5 | 28), 0, 6});
  }

  private MmdbFixture with(String address, int prefix, byte[] record) {
    int pointer = -2 - data.size();
    data.writeBytes(record);
    byte[] bytes = IpLiteral.parse(address);
    // As the format has it, IPv4 lies at the beginning of the tree of IPv6.
    int skipped = bits == 128 && bytes.length == 4 ? 96 : 0;
    int node = 0;
    for (int i = 0; i < skipped + prefix; i++) {
      int at = i - skipped;
      int bit = at < 0 ? 0 : bytes[at / 8] >> (7 - at % 8) & 1;
      if (i == skipped + prefix - 1) {
        nodes.get(node)[bit] = pointer;
      } else {
        if (nodes.get(node)[bit] == EMPTY) {
          nodes.get(node)[bit] = nodes.size();
          nodes.add(new int[] {EMPTY, EMPTY});
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  Path writeTo(Path file) {
    ByteBuffer tree = ByteBuffer.allocate(nodes.size() * 8);
    for (int[] node : nodes) {
      for (int child : node) {
        tree.putInt(
            child == EMPTY
                ? nodes.size()
                : child >= 0 ? child : nodes.size() + SEPARATOR + (-2 - child));
      }
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", BigInteger.valueOf(buildSeconds));
    metadata.put("database_type", type);
    metadata.put("description", Map.of("en", "fixture"));
    metadata.put("ip_version", bits == 128 ? 6 : 4);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 32);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(tree.array());
    all.writeBytes(new byte[SEPARATOR]);
    all.writeBytes(data.toByteArray());
    all.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    all.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(encode(metadata));
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, all.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Texts, doubles, ints as uint16, longs as uint32, big integers as uint64, maps and lists. */
  private static byte[] encode(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.write(2 << 5 | utf8.length);
      out.writeBytes(utf8);
    } else if (value instanceof Double number) {
      out.write(3 << 5 | 8);
      out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof Integer number) {
      out.write(5 << 5 | 2);
      out.writeBytes(ByteBuffer.allocate(2).putShort(number.shortValue()).array());
    } else if (value instanceof Long number) {
      out.write(6 << 5 | 4);
      out.writeBytes(ByteBuffer.allocate(4).putInt(number.intValue()).array());
    } else if (value instanceof BigInteger number) {
      out.write(8);
      out.write(9 - 7);
      out.writeBytes(ByteBuffer.allocate(8).putLong(number.longValueExact()).array());
    } else if (value instanceof Map<?, ?> map) {
      out.write(7 << 5 | map.size());
      map.forEach(
          (key, field) -> {
            out.writeBytes(encode(key));
            out.writeBytes(encode(field));
          });
    } else if (value instanceof List<?> list) {
      out.write(list.size());
      out.write(11 - 7);
      list.forEach(element -> out.writeBytes(encode(element)));
    } else {
      throw new IllegalArgumentException("No such type here: " + value.getClass());
    }
    return out.toByteArray();
  }
}
