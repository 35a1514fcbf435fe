package io.tributary.runners.audit;

import java.util.Arrays;
import java.util.Collection;

/**
 * What the days before let expect of a number.
 *
 * @param median their median
 * @param spread their median distance from it, scaled to the standard deviation of a bell curve
 * @param days how many they are
 */
record Usual(double median, double spread, int days) {

  /** From so many days on, a difference counts that is half as large. */
  private static final int MANY_DAYS = 3;

  private static final double TO_SIGMA = 1.4826;

  static Usual of(Collection<Double> before) {
    double[] values = before.stream().mapToDouble(value -> value).toArray();
    double median = median(values);
    double[] distances = Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
    return new Usual(median, TO_SIGMA * median(distances), values.length);
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** How many times the usual number something must be before it is told. */
  double manyTimes() {
    return days >= MANY_DAYS ? 2 : 3;
  }

  /** Whether there are enough days to tell a day from its neighbours. */
  boolean isSteady() {
    return days >= MANY_DAYS;
  }

  /** The days in words, such as {@code the median of the 5 days before}. */
  String words() {
    return switch (days) {
      case 1 -> "the only day before that there is";
      case 2 -> "the mean of the only two days before that there are";
      default -> "the median of the " + days + " days before";
    };
  }
}
