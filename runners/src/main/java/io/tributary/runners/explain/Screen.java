package io.tributary.runners.explain;

import java.time.Duration;
import java.util.Locale;

/** Lines of titles, labels and values, in columns. */
final class Screen {

  private static final int TITLE = 13;
  private static final int LABEL = 20;

  private final StringBuilder out = new StringBuilder();
  private String title = "";

  /** A line of its own, apart from what is above it. */
  void heading(String text) {
    out.append(out.isEmpty() ? "" : "\n").append(shown(text)).append('\n');
    title = "";
  }

  /** The title stands before the next line, so that a record fits on a screen. */
  void section(String next) {
    title = next;
  }

  /** A label and its value, which may be any text. */
  void line(String label, Object value) {
    out.append(padded(title, TITLE)).append(padded(shown(label), LABEL));
    out.append(shown(value.toString())).append('\n');
    title = "";
  }

  private static String padded(String text, int places) {
    return text + " ".repeat(Math.max(2, places - text.length()));
  }

  /** What would move the cursor or turn the writing, as an escape. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean isEscaped =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (isEscaped) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** All of it. */
  String text() {
    return out.toString();
  }

  /** A length of time in its two largest units. */
  static String span(long millis) {
    Duration span = Duration.ofMillis(millis);
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", Math.floorDiv(millis, 100) / 10.0);
    }
    if (span.toHours() == 0) {
      return span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }
    return span.toDays() == 0
        ? span.toHours() + " h " + span.toMinutesPart() + " min"
        : span.toDays() + " d " + span.toHoursPart() + " h";
  }
}
