package io.tributary.runners.audit;

import java.time.Duration;
import java.util.Locale;

/** Numbers in words. */
final class Words {

  private static final int LONGEST_NAME = 60;

  private Words() {}

  /** A sentence with its parts filled in. */
  static String say(String sentence, Object... parts) {
    return String.format(Locale.ROOT, sentence, parts);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  /** A share from 0 to 1, with more digits where it is small. */
  static String share(double value) {
    double percent = 100 * value;
    return String.format(Locale.ROOT, percent > 0 && percent < 1 ? "%.2f %%" : "%.1f %%", percent);
  }

  static String hour(int hour) {
    return String.format(Locale.ROOT, "%02d:00", hour);
  }

  /** How long, in the largest unit that leaves two digits. */
  static String time(double millis) {
    Duration time = Duration.ofMillis(Math.round(millis));
    if (time.toDays() >= 3) {
      return time.toDays() + " days";
    }
    if (time.toHours() >= 3) {
      return time.toHours() + " hours";
    }
    if (time.toMinutes() >= 3) {
      return time.toMinutes() + " minutes";
    }
    return time.toSeconds() >= 3 ? time.toSeconds() + " seconds" : time.toMillis() + " ms";
  }

  /** A name that a client may have made up, in one line of some length. */
  static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
  }

  /** The text with what would move a terminal's cursor left out: names come from anywhere. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
