package io.tributary.runners.report;

import static io.tributary.runners.report.Numbers.count;
import static io.tributary.runners.report.Numbers.seconds;
import static io.tributary.runners.report.Numbers.share;

import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import io.tributary.runners.report.Chart.Shape;
import io.tributary.runners.report.Facts.Count;
import io.tributary.runners.report.Facts.EventCount;
import io.tributary.runners.report.Facts.Lag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What was refused, repeated, late or slow, and what machines sent. */
final class QualityCharts {

  /** Stacked bars of so many hours are still wide enough. */
  private static final int MOST_BARS = 48;

  private final Facts facts;
  private final Timeline timeline;
  private final String hour;

  QualityCharts(Facts facts) {
    this.facts = facts;
    this.timeline = facts.timeline();
    this.hour = timeline.unit();
  }

  Section section() {
    return new Section(
        "quality",
        "Quality",
        "What was refused, came twice, came late, or was sent by a machine.",
        List.of(rejects(), rejectedShare(), duplicates(), late(), bots(), lag()));
  }

  private Chart rejects() {
    // of many hours nobody could tell the reasons apart
    Timeline coarse = timeline.size() > MOST_BARS ? timeline.inDays() : timeline;
    String title = "Rejected records per " + coarse.unit() + ", by reason";
    if (facts.rejects().isEmpty()) {
      return Chart.empty("rejects", title, "No record was rejected: there are no dead letters.");
    }
    Pivot pivot = new Pivot(coarse, facts.rejects());
    Map.Entry<String, Long> most = pivot.totals().entrySet().iterator().next();
    return new Chart(
        "rejects",
        title,
        "%s of %s (%s) became dead letters, for %s. Most frequent is %s with %s."
            .formatted(
                count(facts.rejectCount()),
                count(facts.received(), "record"),
                share(Numbers.ratio(facts.rejectCount(), facts.received())),
                count(pivot.totals().size(), "reason"),
                most.getKey(),
                count(most.getValue(), "record")),
        Shape.STACKED,
        "records per " + coarse.unit(),
        pivot.columns(),
        pivot.table());
  }

  private Chart rejectedShare() {
    long[] rejected = rows(facts.rejects());
    long[] received = rows(facts.duplicates());
    long[] kept = sums(EventCount::events);
    for (int i = 0; i < received.length; i++) {
      received[i] += rejected[i] + kept[i];
    }
    return shares(
        "rejected-share",
        "Rejected records, share per " + hour,
        "%s of %s (%s) were rejected.",
        List.of("Rejected", "All records"),
        rejected,
        received);
  }

  private Chart duplicates() {
    String title = "Duplicates per " + hour;
    if (facts.duplicates().isEmpty()) {
      return Chart.empty("duplicates", title, "No record came twice.");
    }
    long[] repeated = rows(facts.duplicates());
    long[] kept = sums(EventCount::events);
    List<List<Object>> rows = new ArrayList<>();
    timeline
        .buckets()
        .forEach(
            time -> {
              int i = timeline.index(time);
              rows.add(
                  Arrays.asList(
                      timeline.label(time),
                      repeated[i],
                      fraction(repeated[i], kept[i] + repeated[i])));
            });
    return new Chart(
        "duplicates",
        title,
        "%s came again within a day and count once: %s of all valid records."
            .formatted(
                count(facts.duplicateCount(), "record"),
                share(
                    Numbers.ratio(
                        facts.duplicateCount(), facts.duplicateCount() + facts.eventCount()))),
        Shape.BARS,
        "records per " + hour,
        List.of(
            Pivot.time(timeline),
            new Column("Duplicates", Kind.COUNT),
            new Column("Share of valid records", Kind.SHARE)),
        rows);
  }

  private Chart late() {
    return ofEvents(
        "late",
        "Late events, share per " + hour,
        "%s of %s (%s) came later than sessions wait for (10 minutes unless set otherwise).",
        "Late",
        EventCount::late);
  }

  private Chart bots() {
    return ofEvents(
        "bots",
        "Events sent by bots, share per " + hour,
        "%s of %s (%s) have a bot's user agent. Clients, countries and devices leave them out.",
        "Of bots",
        EventCount::bots);
  }

  private Chart ofEvents(
      String id, String title, String summary, String name, ToLongFunction<EventCount> part) {
    return shares(
        id, title, summary, List.of(name, "All events"), sums(part), sums(EventCount::events));
  }

  /**
   * @param names of what is counted and of all
   */
  private Chart shares(
      String id, String title, String summary, List<String> names, long[] parts, long[] all) {
    long sum = Arrays.stream(parts).sum();
    long whole = Arrays.stream(all).sum();
    if (whole == 0) {
      return Chart.empty(id, title, "Nothing came in these days.");
    }
    List<List<Object>> rows = new ArrayList<>();
    timeline
        .buckets()
        .forEach(
            time -> {
              int i = timeline.index(time);
              rows.add(
                  Arrays.asList(
                      timeline.label(time), fraction(parts[i], all[i]), parts[i], all[i]));
            });
    return new Chart(
        id,
        title,
        summary.formatted(
            count(sum),
            count(whole, names.get(1).equals("All events") ? "event" : "record"),
            share(Numbers.ratio(sum, whole))),
        Shape.LINES,
        "share, %",
        List.of(
            Pivot.time(timeline),
            new Column("Share", Kind.SHARE),
            new Column(names.get(0), Kind.COUNT),
            new Column(names.get(1), Kind.COUNT)),
        rows);
  }

  private Chart lag() {
    String title = "Time from an event to its receipt, per " + hour;
    if (facts.lags().isEmpty()) {
      return Chart.empty("lag", title, "No event in these days.");
    }
    Lag[] lags = new Lag[timeline.size()];
    facts.lags().forEach(lag -> lags[timeline.index(lag.time())] = lag);
    List<List<Object>> rows = new ArrayList<>();
    timeline
        .buckets()
        .forEach(
            time -> {
              Lag lag = lags[timeline.index(time)];
              rows.add(
                  lag == null
                      ? Arrays.asList(timeline.label(time), null, null, null)
                      : List.of(timeline.label(time), lag.median(), lag.p95(), lag.p99()));
            });
    Lag worst = facts.lags().stream().max(Comparator.comparingDouble(Lag::median)).orElseThrow();
    return new Chart(
        "lag",
        title,
        ("From the corrected time of an event to its received_at; the scale is logarithmic. Half of"
                + " the events are typically received within %s; the slowest %s was %s with %s.")
            .formatted(
                seconds(Numbers.median(facts.lags().stream().map(Lag::median).toList())),
                hour,
                timeline.label(worst.time()),
                seconds(worst.median())),
        Shape.LINES,
        "time, logarithmic",
        List.of(
            Pivot.time(timeline),
            new Column("Half of the events within", Kind.SECONDS),
            new Column("95 % within", Kind.SECONDS),
            new Column("99 % within", Kind.SECONDS)),
        rows);
  }

  private long[] rows(List<Count> counts) {
    long[] rows = new long[timeline.size()];
    counts.forEach(count -> rows[timeline.index(count.time())] += count.rows());
    return rows;
  }

  private long[] sums(ToLongFunction<EventCount> value) {
    long[] sums = new long[timeline.size()];
    facts.events().forEach(row -> sums[timeline.index(row.time())] += value.applyAsLong(row));
    return sums;
  }

  /** Null where there is no whole: JSON knows no NaN. */
  private static Double fraction(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
