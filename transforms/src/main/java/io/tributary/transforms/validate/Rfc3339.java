package io.tributary.transforms.validate;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Times as RFC 3339 writes them, to the millisecond (further digits are cut). {@code T}, {@code t}
 * or a space may stand between date and time; an offset must be there; a leap second reads as the
 * last millisecond before it.
 */
final class Rfc3339 {

  /** What {@link #parse} returns for a text that is no time. */
  static final long INVALID = Long.MIN_VALUE;

  private static final int SHORTEST = "2026-01-01T00:00:00Z".length();
  private static final long DAY_MILLIS = 86_400_000L;

  private final String text;
  private int at;
  private boolean broken;

  private Rfc3339(String text) {
    this.text = text;
  }

  /** Milliseconds since the epoch, or {@link #INVALID}. */
  static long parse(String text) {
    return text.length() < SHORTEST ? INVALID : new Rfc3339(text).read();
  }

  private long read() {
    int year = digits(4);
    expect("-");
    int month = digits(2);
    expect("-");
    int day = digits(2);
    expect("Tt ");
    int hour = digits(2);
    expect(":");
    int minute = digits(2);
    expect(":");
    int second = digits(2);
    int millis = fraction();
    if (broken || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) {
      return INVALID;
    }
    if (day < 1 || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
      return INVALID;
    }
    if (second == 60) {
      second = 59;
      millis = 999;
    }
    int offsetMinutes = offset();
    if (broken || at != text.length()) {
      return INVALID;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    long ofDay = ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    return days * DAY_MILLIS + ofDay - offsetMinutes * 60_000L;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int digit = at < text.length() ? text.charAt(at++) - '0' : -1;
      if (digit < 0 || digit > 9) {
        broken = true;
        return 0;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private void expect(String any) {
    if (at >= text.length() || any.indexOf(text.charAt(at++)) < 0) {
      broken = true;
    }
  }

  private int fraction() {
    if (at >= text.length() || text.charAt(at) != '.') {
      return 0;
    }
    at++;
    int start = at;
    int millis = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      if (at - start < 3) {
        millis = millis * 10 + text.charAt(at) - '0';
      }
      at++;
    }
    int count = at - start;
    if (count == 0) {
      broken = true;
    }
    return count == 1 ? millis * 100 : count == 2 ? millis * 10 : millis;
  }

  /** Minutes east of Greenwich. */
  private int offset() {
    char sign = at < text.length() ? text.charAt(at++) : ' ';
    if (sign == 'Z' || sign == 'z') {
      return 0;
    }
    if (sign != '+' && sign != '-') {
      broken = true;
      return 0;
    }
    int hours = digits(2);
    expect(":");
    int minutes = digits(2);
    if (hours > 23 || minutes > 59) {
      broken = true;
    }
    int offset = hours * 60 + minutes;
    return sign == '-' ? -offset : offset;
  }
}
