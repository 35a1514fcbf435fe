package io.tributary.runners.report;

import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import io.tributary.runners.report.Facts.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts by time and name as a table: a row for every hour or day, a column for every name. */
final class Pivot {

  /** More colours cannot be told apart. */
  private static final int MOST_NAMES = 9;

  private final Timeline timeline;
  private final Map<String, Long> totals = new LinkedHashMap<>();
  private final List<String> names;
  private final long[][] rows;

  Pivot(Timeline timeline, List<Count> counts) {
    this.timeline = timeline;
    Map<String, Long> sums = new HashMap<>();
    counts.forEach(count -> sums.merge(count.name(), count.rows(), Long::sum));
    sums.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
    names = new ArrayList<>(totals.keySet());
    if (names.size() > MOST_NAMES) {
      int others = names.size() - MOST_NAMES + 1;
      names.subList(MOST_NAMES - 1, names.size()).clear();
      names.add(others + " others");
    }
    rows = new long[timeline.size()][names.size()];
    for (Count count : counts) {
      int name = names.indexOf(count.name());
      rows[timeline.index(count.time())][name < 0 ? names.size() - 1 : name] += count.rows();
    }
  }

  /** All names with what they come to, the greatest first; also those that share a column. */
  Map<String, Long> totals() {
    return totals;
  }

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(time(timeline));
    names.forEach(name -> columns.add(new Column(name, Kind.COUNT)));
    return columns;
  }

  List<List<Object>> table() {
    List<List<Object>> table = new ArrayList<>();
    timeline
        .buckets()
        .forEach(
            bucket -> {
              List<Object> row = new ArrayList<>();
              row.add(timeline.label(bucket));
              for (long value : rows[timeline.index(bucket)]) {
                row.add(value);
              }
              table.add(row);
            });
    return table;
  }

  /** When most of all came, and how many. */
  Peak peak() {
    Peak peak = new Peak(timeline.label(timeline.first().toEpochMilli()), -1);
    for (long bucket : timeline.buckets().toArray()) {
      long sum = 0;
      for (long value : rows[timeline.index(bucket)]) {
        sum += value;
      }
      if (sum > peak.rows()) {
        peak = new Peak(timeline.label(bucket), sum);
      }
    }
    return peak;
  }

  /** The hour or day with the most rows. */
  record Peak(String time, long rows) {}

  static Column time(Timeline timeline) {
    return new Column(timeline.isHourly() ? "Hour (UTC)" : "Day (UTC)", Kind.TEXT);
  }
}
