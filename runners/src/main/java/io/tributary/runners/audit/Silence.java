package io.tributary.runners.audit;

/**
 * Hours in which something did not come though it was expected.
 *
 * @param from the first hour
 * @param to the hour after the last
 * @param observed what came all the same
 * @param expected what was expected
 */
record Silence(int from, int to, double observed, double expected) {

  /** An hour with less than this part of what is expected is silent. */
  private static final double SILENT = 0.05;

  /**
   * The longest run of silent hours by what was expected in it; null where there is none. An hour
   * in which next to nothing is expected neither begins nor ends a run.
   *
   * @param observed by hour
   * @param expected by hour
   * @param hours how many hours of the day are complete
   */
  static Silence longest(long[] observed, double[] expected, int hours) {
    Silence longest = null;
    int start = -1;
    int end = -1;
    double came = 0;
    double missed = 0;
    for (int hour = 0; hour <= hours; hour++) {
      boolean isQuietAnyway = hour < hours && expected[hour] < 1 && observed[hour] == 0;
      if (isQuietAnyway) {
        continue;
      }
      if (hour < hours && observed[hour] <= SILENT * expected[hour]) {
        if (start < 0) {
          start = hour;
        }
        end = hour + 1;
        came += observed[hour];
        missed += expected[hour];
      } else if (start >= 0) {
        if (longest == null || missed > longest.expected) {
          longest = new Silence(start, end, came, missed);
        }
        start = -1;
        came = 0;
        missed = 0;
      }
    }
    return longest;
  }

  int hours() {
    return to - from;
  }

  /** The hours in words, such as {@code from 12:00 to 18:00}. */
  String words() {
    return to - from >= DayBook.HOURS
        ? "all day"
        : "from " + Words.hour(from) + " to " + Words.hour(to);
  }
}
