package io.tributary.schemas.event;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The producer's span as the {@code traceparent} header names it.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the producer recorded it
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceParent(String traceId, String spanId, boolean sampled) implements Serializable {

  private static final String HEADER = "traceparent";
  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;

  /** The last well-formed one among these headers, or null: rubbish is ignored. */
  public static TraceParent of(List<Header> headers) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      Header header = headers.get(i);
      if (header.name().equals(HEADER) && header.value() != null) {
        TraceParent parent = parse(header.value());
        if (parent != null) {
          return parent;
        }
      }
    }
    return null;
  }

  /** The same where the producer recorded it, else null; asked of every record, and so quick. */
  public static TraceParent sampled(List<Header> headers) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      Header header = headers.get(i);
      if (header.name().equals(HEADER)
          && header.value() != null
          && header.value().length == LENGTH
          && (Character.digit(header.value()[LENGTH - 1], 16) & 1) == 1) {
        TraceParent parent = of(headers);
        return parent != null && parent.sampled ? parent : null;
      }
    }
    return null;
  }

  /** Whether a producer sent such a header that says nothing. */
  public static boolean isRubbish(List<Header> headers) {
    boolean isThere = false;
    for (Header header : headers) {
      if (header.name().equals(HEADER)) {
        if (header.value() != null && isWellFormed(header.value())) {
          return false;
        }
        isThere = true;
      }
    }
    return isThere;
  }

  /** The trace that these headers name, or null. */
  public static String traceId(List<Header> headers) {
    TraceParent parent = of(headers);
    return parent == null ? null : parent.traceId;
  }

  /** Reads the header's text; null where it is not well-formed. */
  public static TraceParent parse(String text) {
    return parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static TraceParent parse(byte[] text) {
    if (!isWellFormed(text)) {
      return null;
    }
    return new TraceParent(
        new String(text, TRACE, SPAN - 1 - TRACE, StandardCharsets.ISO_8859_1),
        new String(text, SPAN, FLAGS - 1 - SPAN, StandardCharsets.ISO_8859_1),
        (Character.digit(text[LENGTH - 1], 16) & 1) == 1);
  }

  private static boolean isWellFormed(byte[] text) {
    return text.length == LENGTH
        && text[0] == '0'
        && text[1] == '0'
        && text[TRACE - 1] == '-'
        && text[SPAN - 1] == '-'
        && text[FLAGS - 1] == '-'
        && isHex(text, FLAGS, LENGTH)
        && isId(text, TRACE, SPAN - 1)
        && isId(text, SPAN, FLAGS - 1);
  }

  private static boolean isId(byte[] text, int from, int to) {
    if (!isHex(text, from, to)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[i] != '0') {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!(text[i] >= '0' && text[i] <= '9' || text[i] >= 'a' && text[i] <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The header's text. */
  public String text() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
