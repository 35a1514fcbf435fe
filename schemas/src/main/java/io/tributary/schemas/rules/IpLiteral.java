package io.tributary.schemas.rules;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * IPv4 and IPv6 addresses as text (RFC 4291, RFC 5952), read and written.
 *
 * <p>{@code InetAddress.getByName} asks the DNS about whatever is no literal, and takes forms that
 * mean different addresses to different programs (octal, hexadecimal, fewer than four parts). Text
 * of strangers must do neither.
 */
public final class IpLiteral {

  private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
  private static final int[] NONE = {};

  private IpLiteral() {}

  /**
   * Reads a dotted IPv4 address or an IPv6 address in a form of RFC 4291, without zone, brackets,
   * port or white space.
   *
   * @param text any text, or null
   * @return 4 or 16 bytes; 4 for IPv4-mapped IPv6; null where the text is no address
   */
  public static byte[] parse(String text) {
    if (text == null || text.length() < 2 || text.length() > LONGEST) {
      return null;
    }
    return text.indexOf(':') < 0 ? ipv4(text, 0) : ipv6(text);
  }

  private static byte[] ipv4(String text, int from) {
    byte[] address = new byte[4];
    int part = 0;
    int digits = 0;
    int value = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0 || part == 3) {
          return null;
        }
        address[part++] = (byte) value;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9' && digits < 3 && !(digits > 0 && value == 0)) {
        value = value * 10 + (c - '0');
        digits++;
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    if (part != 3 || digits == 0) {
      return null;
    }
    address[3] = (byte) value;
    return address;
  }

  private static byte[] ipv6(String text) {
    int gap = text.indexOf("::");
    int[] groups;
    if (gap < 0) {
      groups = groups(text, true);
      if (groups == null || groups.length != 8) {
        return null;
      }
    } else {
      int[] head = gap == 0 ? NONE : groups(text.substring(0, gap), false);
      int[] tail = gap + 2 == text.length() ? NONE : groups(text.substring(gap + 2), true);
      if (head == null || tail == null || head.length + tail.length > 7) {
        return null;
      }
      groups = Arrays.copyOf(head, 8);
      System.arraycopy(tail, 0, groups, 8 - tail.length, tail.length);
    }
    byte[] address = new byte[16];
    for (int i = 0; i < 8; i++) {
      address[2 * i] = (byte) (groups[i] >> 8);
      address[2 * i + 1] = (byte) groups[i];
    }
    return isMapped(groups) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static boolean isMapped(int[] groups) {
    for (int i = 0; i < 5; i++) {
      if (groups[i] != 0) {
        return false;
      }
    }
    return groups[5] == 0xffff;
  }

  /** The 16-bit groups between single colons; the last may be an IPv4 address, which is two. */
  private static int[] groups(String text, boolean last) {
    int[] groups = new int[9];
    int count = 0;
    int start = 0;
    while (true) {
      int end = text.indexOf(':', start);
      boolean atEnd = end < 0;
      if (atEnd && last && text.indexOf('.', start) >= 0) {
        byte[] v4 = ipv4(text, start);
        if (v4 == null || count > 6) {
          return null;
        }
        groups[count++] = (v4[0] & 0xff) << 8 | (v4[1] & 0xff);
        groups[count++] = (v4[2] & 0xff) << 8 | (v4[3] & 0xff);
        return Arrays.copyOf(groups, count);
      }
      int value = hex(text, start, atEnd ? text.length() : end);
      if (value < 0 || count == 8) {
        return null;
      }
      groups[count++] = value;
      if (atEnd) {
        return Arrays.copyOf(groups, count);
      }
      start = end + 1;
    }
  }

  private static int hex(String text, int start, int end) {
    if (end == start || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
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
