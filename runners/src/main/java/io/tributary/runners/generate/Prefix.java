package io.tributary.runners.generate;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network that an access provider announces.
 *
 * @param base its first address, 4 or 16 bytes
 * @param bits length of the prefix
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Prefix(byte[] base, int bits) {

  static Prefix parse(String text) {
    int slash = text.indexOf('/');
    try {
      // A literal address: nothing is resolved.
      byte[] base = InetAddress.getByName(text.substring(0, slash)).getAddress();
      return new Prefix(base, Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("No network: " + text, e);
    }
  }

  /** Some customer's address, never the network's first or last. */
  String address(Rnd random) {
    byte[] bytes = base.clone();
    for (int bit = bits; bit < bytes.length * 8; bit++) {
      if (random.below(2) == 1) {
        bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
      }
    }
    return bytes.length == 4 ? dotted(bytes, random) : colons(bytes, random);
  }

  private static String dotted(byte[] bytes, Rnd random) {
    return (bytes[0] & 255)
        + "."
        + (bytes[1] & 255)
        + "."
        + (bytes[2] & 255)
        + "."
        + (1 + random.below(254));
  }

  private static String colons(byte[] bytes, Rnd random) {
    boolean manual = random.below(10) == 0;
    StringBuilder text = new StringBuilder(40);
    for (int group = 0; group < (manual ? 4 : 8); group++) {
      text.append(
          Integer.toHexString((bytes[2 * group] & 255) << 8 | (bytes[2 * group + 1] & 255)));
      text.append(group < 7 ? ":" : "");
    }
    return manual ? text + ":" + Integer.toHexString(1 + random.below(254)) : text.toString();
  }
}
