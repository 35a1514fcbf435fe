package io.tributary.runners.cli;

import io.tributary.runners.cli.LiveStream.Sent;
import io.tributary.runners.compare.Comparison;
import io.tributary.runners.compare.ComparisonText;
import io.tributary.runners.compare.TableComparison;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.runners.text.TextTable;
import io.tributary.schemas.table.TableNames;
import java.util.Locale;

/**
 * What a live demo has come to: each record that was sent, in the raw store once; each row that the
 * stream wrote, by the replay again; and each in the table that its sender expects it in.
 *
 * @param sent what was sent
 * @param replay what the replay of the raw store came to
 * @param comparison the stream's warehouse on the left, the replay's on the right
 */
record LiveVerdict(Sent sent, ReplaySummary replay, Comparison comparison) {

  /** Whether all of it holds. */
  boolean holds() {
    return isComplete() && !comparison.differs() && isExpected();
  }

  private boolean isComplete() {
    return replay.rawRecords() == sent.records() && replay.residual() == 0;
  }

  /** Sessions are made by the stream alone. */
  private boolean isExpected() {
    return comparison.tables().stream()
        .filter(table -> !table.table().equals(TableNames.SESSIONS))
        .allMatch(table -> table.left() == sentTo(table));
  }

  private long sentTo(TableComparison table) {
    return sent.tables().getOrDefault(table.table(), 0L);
  }

  /** The table, and in three lines whether it is as it should be. */
  String text() {
    TextTable table =
        TextTable.of("table", "sent", "rows live", "rows replayed", "rows that differ")
            .right(1, 2, 3, 4);
    long differing = 0;
    for (TableComparison each : comparison.tables()) {
      boolean sessions = each.table().equals(TableNames.SESSIONS);
      long differ = each.onlyLeft() + each.onlyRight();
      differing += differ;
      table.row(
          each.table(),
          sessions ? "" : number(sentTo(each)),
          number(each.left()),
          number(each.right()),
          number(differ));
    }
    StringBuilder text = new StringBuilder(table.render()).append('\n');
    if (comparison.differs()) {
      text.append("In detail, the stream on the left and the replay on the right:\n\n")
          .append(ComparisonText.of(comparison))
          .append('\n');
    }
    verdict(
        text,
        isComplete(),
        "%,d records were sent; the raw store that the stream wrote holds %,d, each once.",
        sent.records(),
        replay.rawRecords());
    verdict(
        text,
        isExpected(),
        "Each ended in the table that its sender expects: an event's, duplicates or dead_letters.");
    verdict(
        text,
        !comparison.differs(),
        "%,d rows differ, in any column, between what the stream and what the replay wrote.",
        differing);
    return text.toString();
  }

  private static void verdict(StringBuilder text, boolean holds, String words, Object... numbers) {
    text.append(holds ? "  ok    " : "  WRONG ")
        .append(String.format(Locale.ROOT, words, numbers))
        .append('\n');
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
