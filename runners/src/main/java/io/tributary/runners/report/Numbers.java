package io.tributary.runners.report;

import java.util.Collection;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final double DAY = 86_400;

  private Numbers() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** "1 record", "2 records". */
  static String count(long number, String thing) {
    return count(number) + " " + (number == 1 ? thing : thing + "s");
  }

  /** A fraction in percent, with as many digits as tell something; NaN where there is none. */
  static String share(double fraction) {
    double percent = fraction * 100;
    double size = Math.abs(percent);
    if (Double.isNaN(percent)) {
      return "-";
    }
    if (size > 0 && size < 0.01) {
      return percent > 0 ? "< 0.01 %" : "> -0.01 %";
    }
    int digits = size == 0 || size >= 100 ? 0 : size >= 1 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f %%", percent);
  }

  static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1000) + " ms";
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    if (seconds < HOUR) {
      return String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
    }
    return seconds < 2 * DAY
        ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
        : String.format(Locale.ROOT, "%.1f days", seconds / DAY);
  }

  /** The part of the whole, or NaN where there is nothing. */
  static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  /** The middle value, or NaN of nothing. */
  static double median(Collection<? extends Number> values) {
    double[] sorted =
        values.stream()
            .mapToDouble(Number::doubleValue)
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** "12 % above", "3.1 % below", "the same as". */
  static String against(double value, double usual) {
    double change = value / usual - 1;
    if (Double.isNaN(change) || Double.isInfinite(change)) {
      return "where there were none in"; // nothing to divide by
    }
    String percent = String.format(Locale.ROOT, "%,.1f", Math.abs(change) * 100);
    if (percent.equals("0.0")) {
      return "the same as";
    }
    return percent + " % " + (change > 0 ? "above" : "below");
  }
}
