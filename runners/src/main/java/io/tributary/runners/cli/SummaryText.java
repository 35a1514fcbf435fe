package io.tributary.runners.cli;

import io.tributary.runners.replay.ReplaySummary;
import java.util.Locale;

/**
 * A replay's summary for the screen: the ledger from raw records to their ends, then the tables.
 */
final class SummaryText {

  private final StringBuilder text = new StringBuilder();

  static String of(ReplaySummary summary) {
    return new SummaryText().write(summary);
  }

  private String write(ReplaySummary summary) {
    text.append('\n');
    line("raw records", summary.rawRecords());
    line("  loaded", summary.loaded());
    line("  duplicates", summary.duplicates());
    line(
        "  dead letters", summary.deadLetters().values().stream().mapToLong(Long::longValue).sum());
    summary.deadLetters().forEach((reason, rows) -> line("    " + reason, rows));
    line("  residual", summary.residual());
    text.append('\n');
    summary.tables().forEach(this::line);
    text.append('\n');
    line("sessions (all revisions)", summary.sessions());
    line("late events", summary.lateEvents());
    text.append(
        String.format(
            Locale.ROOT,
            "%n%.1f s, %.1f CPU s%s",
            summary.wallSeconds(),
            summary.cpuSeconds(),
            summary.peakRssMb() == null
                ? ""
                : String.format(Locale.ROOT, ", %,d MB at most", summary.peakRssMb())));
    return text.toString();
  }

  private void line(String name, long number) {
    text.append(String.format(Locale.ROOT, "%-40s %,14d%n", name, number));
  }
}
