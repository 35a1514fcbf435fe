package io.tributary.schemas.rules;

import java.net.InetAddress;
import java.util.Arrays;

/** IPv4 and IPv6 addresses as text (RFC 4291, RFC 5952), read without ever asking a name server. */
public final class IpLiteral {

  private static final int LONGEST = 45;

  private IpLiteral() {}

  /** The 4 or 16 bytes of an address, an IPv4-mapped one as 4; null where the text is none. */
  public static byte[] parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      byte[] bytes = new byte[4];
      return parseV4(text, 0, bytes, 0) ? bytes : null;
    }
    return unmapped(parseV6(text));
  }

  private static boolean parseV4(String text, int from, byte[] bytes, int at) {
    int part = 0;
    int value = -1;
    for (int i = from; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || part > 3) {
          return false;
        }
        bytes[at + part++] = (byte) value;
        value = -1;
      } else if (c < '0' || c > '9' || value == 0) {
        return false; // a leading zero may mean octal
      } else {
        value = Math.max(value, 0) * 10 + c - '0';
        if (value > 255) {
          return false;
        }
      }
    }
    return part == 4;
  }

  private static byte[] parseV6(String text) {
    byte[] bytes = new byte[16];
    int filled = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (text.charAt(0) == ':') {
      return null;
    }
    while (i < text.length()) {
      int end = i;
      int value = 0;
      while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
        if (text.charAt(end) > 'f' || end - i == 4) {
          return null;
        }
        value = value << 4 | Character.digit(text.charAt(end++), 16);
      }
      if (end < text.length() && text.charAt(end) == '.') {
        if (filled > 12 || !parseV4(text, i, bytes, filled)) {
          return null;
        }
        filled += 4;
        break;
      }
      if (end == i || filled > 14) {
        return null;
      }
      bytes[filled++] = (byte) (value >> 8);
      bytes[filled++] = (byte) value;
      if (end == text.length()) {
        break;
      }
      if (text.charAt(end) != ':' || end + 1 == text.length()) {
        return null;
      }
      i = end + 1;
      if (text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = filled;
        i++;
      }
    }
    if (gap < 0) {
      return filled == 16 ? bytes : null;
    }
    if (filled > 14) {
      return null;
    }
    byte[] spread = new byte[16];
    System.arraycopy(bytes, 0, spread, 0, gap);
    System.arraycopy(bytes, gap, spread, 16 - filled + gap, filled - gap);
    return spread;
  }

  private static byte[] unmapped(byte[] bytes) {
    if (bytes == null || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, 12, 16);
  }

  /** The canonical text, RFC 5952: lower case, the longest run of zero groups as {@code ::}. */
  static String format(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && groups[j] == 0) {
        j++;
      }
      if (j - i > runLength) {
        runStart = i;
        runLength = j - i;
      }
      i = Math.max(i, j - 1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
