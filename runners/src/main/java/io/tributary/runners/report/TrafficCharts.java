package io.tributary.runners.report;

import static io.tributary.runners.report.Numbers.count;
import static io.tributary.runners.report.Numbers.share;

import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import io.tributary.runners.report.Chart.Shape;
import io.tributary.runners.report.Facts.Count;
import io.tributary.runners.report.Facts.Day;
import io.tributary.runners.report.Facts.EventCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much came, and from how many. */
final class TrafficCharts {

  private final Facts facts;
  private final String hour;

  TrafficCharts(Facts facts) {
    this.facts = facts;
    this.hour = facts.timeline().unit();
  }

  Section section() {
    return new Section(
        "traffic",
        "Traffic",
        "What arrived, by the time at which it was received. All times are UTC.",
        List.of(events(), clients(), types()));
  }

  private Pivot byType() {
    return new Pivot(
        facts.timeline(),
        facts.events().stream()
            .map(row -> new Count(row.time(), row.type(), row.events()))
            .toList());
  }

  private Chart events() {
    String title = "Events per " + hour + ", by type";
    if (facts.events().isEmpty()) {
      return Chart.empty("events", title, "No event in these days.");
    }
    Pivot pivot = byType();
    Map.Entry<String, Long> most = pivot.totals().entrySet().iterator().next();
    return new Chart(
        "events",
        title,
        "%s of %s. The busiest %s began at %s with %s. Most frequent is %s with %s of all."
            .formatted(
                count(facts.eventCount(), "event"),
                count(pivot.totals().size(), "type"),
                hour,
                pivot.peak().time(),
                count(pivot.peak().rows(), "event"),
                most.getKey(),
                share(Numbers.ratio(most.getValue(), facts.eventCount()))),
        Shape.STACKED,
        "events per " + hour,
        pivot.columns(),
        pivot.table());
  }

  private Chart types() {
    String title = "Events by type";
    if (facts.events().isEmpty()) {
      return Chart.empty("types", title, "No event in these days.");
    }
    List<List<Object>> rows = new ArrayList<>();
    byType()
        .totals()
        .forEach(
            (type, events) ->
                rows.add(
                    List.of(
                        type,
                        events,
                        Numbers.ratio(events, facts.eventCount()),
                        Numbers.ratio(
                            facts.events().stream()
                                .filter(row -> row.type().equals(type))
                                .mapToLong(EventCount::late)
                                .sum(),
                            events))));
    return new Chart(
        "types",
        title,
        count(rows.size(), "type") + " had events in these days.",
        Shape.RANKED,
        "events",
        List.of(
            new Column("Type", Kind.TEXT),
            new Column("Events", Kind.COUNT),
            new Column("Share of all", Kind.SHARE),
            new Column("Came late", Kind.SHARE)),
        rows);
  }

  private Chart clients() {
    String title = "Active clients per day";
    List<Day> days = facts.days();
    if (facts.events().isEmpty()) {
      return Chart.empty("clients", title, "No event in these days.");
    }
    List<List<Object>> rows = new ArrayList<>();
    days.forEach(
        day ->
            rows.add(List.of(day.day().toString(), day.clients(), day.received(), day.events())));
    return new Chart(
        "clients",
        title,
        "Distinct clients (an anonymous id, else a user id) that sent an event; bots are left out."
            + " The median day has %s, the last %s."
                .formatted(
                    count(Math.round(Numbers.median(days.stream().map(Day::clients).toList()))),
                    count(days.get(days.size() - 1).clients())),
        Shape.BARS,
        "clients",
        List.of(
            new Column("Day (UTC)", Kind.TEXT),
            new Column("Active clients", Kind.COUNT),
            new Column("Records received", Kind.COUNT),
            new Column("Events in tables", Kind.COUNT)),
        rows);
  }
}
