package io.tributary.runners.report;

import static io.tributary.runners.report.Numbers.count;
import static io.tributary.runners.report.Numbers.share;

import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.Ledger;
import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import io.tributary.runners.report.Chart.Shape;
import io.tributary.runners.report.Facts.Count;
import io.tributary.schemas.failure.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ledger as a flow: from the raw records to where each of them has ended. */
final class FlowChart {

  private static final String RAW = "Raw records";
  private static final String VALID = "Valid";
  private static final String INVALID = "Invalid";

  private final Facts facts;
  private final Ledger ledger;
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * @param audit what the raw store says, or null where it was not asked
   */
  FlowChart(Facts facts, Audit audit) {
    this.facts = facts;
    this.ledger = audit == null ? null : audit.ledger();
  }

  Section section() {
    return new Section(
        "ledger",
        "Where every record went",
        "Each raw record ends exactly once: as a row of a table, as a duplicate, or as a dead"
            + " letter with a reason.",
        List.of(chart()));
  }

  private Chart chart() {
    Map<String, Long> reasons = new TreeMap<>();
    for (Count row : facts.rejects()) {
      reasons.merge(row.name(), row.rows(), Long::sum);
    }
    long reused = reasons.getOrDefault(Reason.EVENT_ID_REUSED.name(), 0L);
    long valid = facts.eventCount() + facts.duplicateCount() + reused;
    long invalid = facts.rejectCount() - reused;
    add(RAW, VALID, valid);
    add(RAW, INVALID, invalid);
    if (ledger != null) {
      add(RAW, "No row yet: not committed", ledger.waiting());
      add(RAW, "No row: MISSING", ledger.missing());
    }
    facts.tables().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(table -> add(VALID, table.getKey(), table.getValue()));
    add(VALID, "Duplicates", facts.duplicateCount());
    add(VALID, deadLetter(Reason.EVENT_ID_REUSED.name()), reused);
    reasons.entrySet().stream()
        .filter(reason -> !reason.getKey().equals(Reason.EVENT_ID_REUSED.name()))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(reason -> add(INVALID, deadLetter(reason.getKey()), reason.getValue()));
    return new Chart(
        "flow",
        "From raw records to their end",
        summary(),
        Shape.FLOW,
        "records",
        List.of(
            new Column("From", Kind.TEXT),
            new Column("To", Kind.TEXT),
            new Column("Records", Kind.COUNT)),
        rows);
  }

  /** Named so that a reason, which comes out of a table, never is one of the other nodes. */
  private static String deadLetter(String reason) {
    return "Dead letter: " + reason;
  }

  private void add(String from, String to, long records) {
    if (records > 0) {
      rows.add(List.of(from, to, records));
    }
  }

  private String summary() {
    long rejected = facts.rejectCount();
    long duplicates = facts.duplicateCount();
    long all = facts.eventCount() + rejected + duplicates;
    String split =
        "Of %s, %s (%s) are events in tables, %s (%s) are duplicates and %s (%s) are dead letters."
            .formatted(
                count(all, "record"),
                count(facts.eventCount()),
                share(Numbers.ratio(facts.eventCount(), all)),
                count(duplicates),
                share(Numbers.ratio(duplicates, all)),
                count(rejected),
                share(Numbers.ratio(rejected, all)));
    if (ledger == null) {
      return split
          + " The raw store was not read, so records that have no row would not show here.";
    }
    return split + " " + proof();
  }

  private String proof() {
    String waiting =
        ledger.waiting() == 0
            ? ""
            : " " + count(ledger.waiting(), "more record") + " wait for the stream to commit them.";
    if (ledger.isConserved()) {
      return "Each of the %s in the raw store has exactly one row (residual %s)."
              .formatted(count(ledger.raw(), "record"), count(ledger.residual()))
          + waiting;
    }
    return ("The raw store holds %s: residual %s, %s without a row, %s too many, %s without a"
                + " record.")
            .formatted(
                count(ledger.raw(), "record"),
                count(ledger.residual()),
                count(ledger.missing()),
                count(ledger.doubled(), "row"),
                count(ledger.orphaned(), "row"))
        + waiting;
  }
}
