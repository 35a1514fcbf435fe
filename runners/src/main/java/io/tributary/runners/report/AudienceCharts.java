package io.tributary.runners.report;

import static io.tributary.runners.report.Numbers.count;
import static io.tributary.runners.report.Numbers.seconds;
import static io.tributary.runners.report.Numbers.share;

import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import io.tributary.runners.report.Chart.Shape;
import io.tributary.runners.report.Facts.Length;
import io.tributary.runners.report.Facts.Ranked;
import io.tributary.runners.report.Facts.SessionDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Sessions, and where and on what people are. */
final class AudienceCharts {

  /** Rows of a ranking before the rest is one row. */
  private static final int MOST_ROWS = 13;

  /** So many are named in words. */
  private static final int FIRST = 3;

  private final Facts facts;

  AudienceCharts(Facts facts) {
    this.facts = facts;
  }

  Section sessions() {
    return new Section(
        "sessions",
        "Sessions",
        "By the day on which a session closed (UTC); each in its latest revision.",
        List.of(sessionsByDay(), lengths()));
  }

  Section audience() {
    return new Section(
        "audience",
        "Countries and devices",
        "Events that no bot sent.",
        List.of(
            ranked(
                "countries",
                "Events by country",
                "Country",
                facts.countries(),
                name -> name == null ? "Unknown" : Labels.country(name)),
            ranked("devices", "Events by device", "Device", facts.devices(), AudienceCharts::plain),
            ranked(
                "browsers",
                "Events by browser",
                "Browser",
                facts.browsers(),
                AudienceCharts::plain),
            ranked(
                "systems",
                "Events by operating system",
                "Operating system",
                facts.systems(),
                AudienceCharts::plain)));
  }

  private static String plain(String name) {
    return name == null ? "Unknown" : Labels.of(name);
  }

  private Chart sessionsByDay() {
    String title = "Sessions per day";
    List<SessionDay> days = facts.sessions();
    if (days.isEmpty()) {
      return Chart.empty("sessions-by-day", title, "No session closed in these days.");
    }
    List<List<Object>> rows = new ArrayList<>();
    days.forEach(
        day ->
            rows.add(
                List.of(
                    day.day().toString(),
                    day.sessions(),
                    day.medianSeconds(),
                    day.medianEvents())));
    SessionDay most =
        days.stream().reduce((a, b) -> b.sessions() > a.sessions() ? b : a).orElseThrow();
    return new Chart(
        "sessions-by-day",
        title,
        "%s closed. Most on %s: %s, half of them at least %s long."
            .formatted(
                count(days.stream().mapToLong(SessionDay::sessions).sum(), "session"),
                most.day(),
                count(most.sessions()),
                seconds(most.medianSeconds())),
        Shape.BARS,
        "sessions",
        List.of(
            new Column("Day (UTC)", Kind.TEXT),
            new Column("Sessions", Kind.COUNT),
            new Column("Median length", Kind.SECONDS),
            new Column("Median events", Kind.COUNT)),
        rows);
  }

  private Chart lengths() {
    String title = "Sessions by length";
    List<Length> lengths = facts.lengths();
    if (lengths.isEmpty()) {
      return Chart.empty("lengths", title, "No session closed in these days.");
    }
    long all = lengths.stream().mapToLong(Length::sessions).sum();
    Length most =
        lengths.stream().reduce((a, b) -> b.sessions() > a.sessions() ? b : a).orElseThrow();
    List<List<Object>> rows = new ArrayList<>();
    lengths.forEach(
        length ->
            rows.add(
                List.of(length.range(), length.sessions(), Numbers.ratio(length.sessions(), all))));
    return new Chart(
        "lengths",
        title,
        "Most frequent: %s, %s of the sessions. A session of one event is under a second."
            .formatted(
                most.range().toLowerCase(Locale.ROOT), share(Numbers.ratio(most.sessions(), all))),
        Shape.RANKED,
        "sessions",
        List.of(
            new Column("Length", Kind.TEXT),
            new Column("Sessions", Kind.COUNT),
            new Column("Share", Kind.SHARE)),
        rows);
  }

  private static Chart ranked(
      String id, String title, String thing, List<Ranked> found, UnaryOperator<String> label) {
    if (found.isEmpty()) {
      return Chart.empty(id, title, "No event of a person in these days.");
    }
    long all = found.stream().mapToLong(Ranked::events).sum();
    List<Ranked> ranked =
        found.stream().sorted(Comparator.comparing(row -> row.name() == null)).toList();
    int shown = ranked.size() <= MOST_ROWS ? ranked.size() : MOST_ROWS - 1;
    List<List<Object>> rows = new ArrayList<>();
    for (Ranked row : ranked.subList(0, shown)) {
      rows.add(
          List.of(
              label.apply(row.name()),
              row.events(),
              Numbers.ratio(row.events(), all),
              row.clients()));
    }
    List<Ranked> rest = ranked.subList(shown, ranked.size());
    if (!rest.isEmpty()) {
      long events = rest.stream().mapToLong(Ranked::events).sum();
      // one client may be in several of them
      rows.add(Arrays.asList(rest.size() + " others", events, Numbers.ratio(events, all), null));
    }
    return new Chart(
        id,
        title,
        found.stream()
            .limit(FIRST)
            .map(row -> label.apply(row.name()) + " " + share(Numbers.ratio(row.events(), all)))
            .collect(Collectors.joining(", ", "Most: ", ".")),
        Shape.RANKED,
        "events",
        List.of(
            new Column(thing, Kind.TEXT),
            new Column("Events", Kind.COUNT),
            new Column("Share", Kind.SHARE),
            new Column("Clients", Kind.COUNT)),
        rows);
  }
}
