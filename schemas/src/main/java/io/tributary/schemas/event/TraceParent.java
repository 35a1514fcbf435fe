package io.tributary.schemas.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The producer's span as the {@code traceparent} header names it.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the producer recorded it
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

  private static final String HEADER = "traceparent";
  private static final int LENGTH = 55;
  private static final Pattern TEXT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  /** The last well-formed one among these headers, or null: rubbish is ignored. */
  public static TraceParent of(List<Header> headers) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      Header header = headers.get(i);
      if (header.name().equals(HEADER)
          && header.value() != null
          && header.value().length == LENGTH) {
        Matcher matcher = TEXT.matcher(new String(header.value(), StandardCharsets.ISO_8859_1));
        if (matcher.matches()) {
          boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
          return new TraceParent(matcher.group(1), matcher.group(2), sampled);
        }
      }
    }
    return null;
  }

  /** The trace that these headers name, or null. */
  public static String traceId(List<Header> headers) {
    TraceParent parent = of(headers);
    return parent == null ? null : parent.traceId;
  }
}
