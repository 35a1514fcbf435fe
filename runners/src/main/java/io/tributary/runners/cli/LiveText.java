package io.tributary.runners.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** A stream's moment as text: a page of it, or a line. */
final class LiveText {

  private static final String BETWEEN = " | ";
  private static final String NONE = "-";

  private LiveText() {}

  /** Lines of one width each, at most 80 places: numbers on the left, tables on the right. */
  static List<String> page(LiveView view) {
    List<String> left = numbers(view);
    List<String> right = tables(view);
    int width = left.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(" " + view.phase());
    lines.add("");
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String number = i < left.size() ? left.get(i) : "";
      String table = i < right.size() ? right.get(i) : "";
      lines.add((number + " ".repeat(width - number.length()) + BETWEEN + table).stripTrailing());
    }
    return lines;
  }

  /** The same on one line, without the tables. */
  static String line(LiveView view) {
    return String.format(
            Locale.ROOT,
            "%s: %,d sent, %,d read (%,.0f/s), %,d archived, %,d rows in tables",
            view.phase(),
            view.sent(),
            view.read(),
            view.readPerSecond(),
            view.archived(),
            view.allRows())
        + view.tableLag().map(lag -> ", " + seconds(lag) + " behind").orElse("")
        + view.realTimeLag().map(lag -> "; real time after " + seconds(lag)).orElse("")
        + String.format(Locale.ROOT, "; %,d checkpoints", view.checkpoints())
        + (view.restarts() == 0 ? "" : ", " + view.restarts() + " restarts");
  }

  private static List<String> numbers(LiveView view) {
    List<String> lines = new ArrayList<>();
    heading(lines, "records");
    number(lines, "sent", view.sent());
    number(lines, "  per second", Math.round(view.sentPerSecond()));
    number(lines, "read", view.read());
    number(lines, "  per second", Math.round(view.readPerSecond()));
    number(lines, "in the raw store", view.archived());
    heading(lines, "found");
    number(lines, "late", view.found().late());
    number(lines, "duplicates", view.found().duplicates());
    number(lines, "dead letters", view.found().deadLetters());
    number(lines, "closed sessions", view.found().sessions());
    heading(lines, "orders in real time");
    number(lines, "sent on", view.realTime());
    text(lines, "after", view.realTimeLag().map(LiveText::seconds).orElse(NONE));
    heading(lines, "tables");
    text(lines, "behind the clock", view.tableLag().map(LiveText::seconds).orElse(NONE));
    number(lines, "checkpoints", view.checkpoints());
    number(lines, "restarts", view.restarts());
    return lines;
  }

  private static void heading(List<String> lines, String name) {
    lines.add(" " + name);
  }

  private static void number(List<String> lines, String name, long number) {
    text(lines, name, String.format(Locale.ROOT, "%,d", number));
  }

  private static void text(List<String> lines, String name, String value) {
    lines.add(String.format(Locale.ROOT, "   %-16s %9s", name, value));
  }

  private static List<String> tables(LiveView view) {
    SortedSet<String> names = new TreeSet<>(view.sentTo().keySet());
    names.addAll(view.rows().keySet());
    int width = Math.max(24, names.stream().mapToInt(String::length).max().orElse(0));
    List<String> lines = new ArrayList<>();
    lines.add(row(width, "table", "sent", "rows"));
    for (String name : names) {
      lines.add(row(width, name, count(view.sentTo().get(name)), count(view.rows().get(name))));
    }
    return lines;
  }

  private static String row(int width, String name, String sent, String rows) {
    return String.format(Locale.ROOT, "%-" + width + "s %9s %9s", name, sent, rows);
  }

  private static String count(Long number) {
    return number == null ? NONE : String.format(Locale.ROOT, "%,d", number);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
