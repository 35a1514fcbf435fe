package io.tributary.runners.generate;

import java.time.LocalDate;

/** RFC 3339 texts, made without a formatter's cost. */
final class Times {

  private static final long DAY = 86_400_000;

  private Times() {}

  /** {@code 2026-03-02T10:00:00.123Z}. */
  static String utc(long millis) {
    return digits(millis).append('Z').toString();
  }

  /** {@code 2026-03-02T15:30:00.123+05:30}. */
  static String local(long millis, int offsetMinutes) {
    StringBuilder text = digits(millis + offsetMinutes * 60_000L);
    int minutes = Math.abs(offsetMinutes);
    text.append(offsetMinutes < 0 ? '-' : '+');
    return pad(pad(text, minutes / 60, 2).append(':'), minutes % 60, 2).toString();
  }

  /** A minute's last millisecond as the leap second that it stands for. */
  static String leapSecond(long millis) {
    return digits(millis).replace(17, 23, "60").append('Z').toString();
  }

  /** Other ways of RFC 3339 to write the same millisecond. */
  static String otherNotation(long millis, int which) {
    StringBuilder text = digits(millis);
    return switch (which) {
      case 0 -> text.append('z').toString().replace('T', 't');
      case 1 -> text.append('Z').toString().replace('T', ' ');
      case 2 -> text.append("456789Z").toString();
      case 3 -> text.append("-00:00").toString();
      default -> local(millis, 345);
    };
  }

  /** Without a zone. */
  static StringBuilder digits(long millis) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
    int inDay = (int) Math.floorMod(millis, DAY);
    StringBuilder text = new StringBuilder(30);
    pad(text, date.getYear(), 4).append('-');
    pad(text, date.getMonthValue(), 2).append('-');
    pad(text, date.getDayOfMonth(), 2).append('T');
    pad(text, inDay / 3_600_000, 2).append(':');
    pad(text, inDay / 60_000 % 60, 2).append(':');
    pad(text, inDay / 1000 % 60, 2).append('.');
    return pad(text, inDay % 1000, 3);
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    for (int limit = 10, digits = 1; digits < width; limit *= 10, digits++) {
      if (number < limit) {
        text.append('0');
      }
    }
    return text.append(number);
  }
}
