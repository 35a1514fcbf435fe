package io.tributary.runners.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of the audited days that share the values of some dimensions.
 *
 * @param values in the order of the dimensions; null where the rows have none
 * @param loaded rows of the event tables
 * @param deadLetters rows of {@code dead_letters}
 * @param duplicates rows of {@code duplicates}
 */
public record Breakdown(List<String> values, long loaded, long deadLetters, long duplicates) {

  /** All rows, by these dimensions and sorted by their values. */
  public static List<Breakdown> of(Audit audit, List<Dimension> dimensions) {
    Map<List<String>, long[]> sums = new HashMap<>();
    for (Count count : audit.trends().counts()) {
      if (audit.days().contains(count.hour().toEpochMilli())) {
        List<String> values = new ArrayList<>();
        dimensions.forEach(dimension -> values.add(dimension.of(count)));
        sums.computeIfAbsent(values, added -> new long[Count.State.values().length])[
                count.state().ordinal()] +=
            count.rows();
      }
    }
    List<Breakdown> found = new ArrayList<>();
    sums.forEach((values, rows) -> found.add(new Breakdown(values, rows[0], rows[1], rows[2])));
    found.sort(Comparator.comparing(Breakdown::values, Breakdown::compare));
    return found;
  }

  private static int compare(List<String> one, List<String> other) {
    Comparator<String> nullsLast = Comparator.nullsLast(Comparator.naturalOrder());
    for (int i = 0; i < one.size(); i++) {
      int order = nullsLast.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
