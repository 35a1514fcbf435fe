package io.tributary.runners.report;

import static io.tributary.runners.report.Numbers.against;
import static io.tributary.runners.report.Numbers.count;

import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.Finding;
import io.tributary.runners.audit.Ledger;
import io.tributary.runners.report.Facts.Day;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The answer to "is it real?".
 *
 * @param day the day that it is about
 * @param tone how good it is
 * @param verdict in a few words
 * @param sentences what it rests on, the number of active clients first
 * @param tiles the day's numbers
 */
record Headline(
    LocalDate day, Tone tone, String verdict, List<String> sentences, List<Tile> tiles) {

  /** How good an answer is. */
  enum Tone {
    GOOD,
    LOOK,
    BAD
  }

  /** A number of the day and what it is against the days before. */
  record Tile(String name, String value, String comparison) {}

  private static final int DAYS_BEFORE = 7;

  /** A change of clients below it is nothing to explain. */
  private static final double USUAL = 0.05;

  /** A last day with less than this part of the usual records is the data's end, and no day. */
  private static final double TAIL = 0.1;

  /** With fewer days before it, a day is told and not judged. */
  private static final int ENOUGH_DAYS = 3;

  /** What can make fewer or more clients seen than there were. */
  private static final Set<Finding.Kind> OF_THE_PIPELINE =
      EnumSet.of(
          Finding.Kind.HOURS_EMPTY,
          Finding.Kind.PARTITION_STALLED,
          Finding.Kind.TYPE_VANISHED,
          Finding.Kind.TYPE_RENAMED,
          Finding.Kind.REJECTS_RISE,
          Finding.Kind.VERSION_MISSING,
          Finding.Kind.OFFSET_GAP,
          Finding.Kind.RAW_CONFLICT);

  /** Rejects that make up so much of a drop are named as its reason. */
  private static final double EXPLAINS = 0.1;

  Headline {
    sentences = List.copyOf(sentences);
    tiles = List.copyOf(tiles);
  }

  /**
   * @param days in order, at least one
   * @param hours how many hours of each day they hold
   * @param audit what the raw store says, or null
   */
  static Headline of(List<Day> days, int hours, Audit audit) {
    int at = hours < 24 ? days.size() - 1 : lastWhole(days);
    List<Day> before = days.subList(Math.max(0, at - DAYS_BEFORE), at);
    Judged judged = new Judged(days.get(at), before, hours, audit);
    List<String> sentences = new ArrayList<>();
    sentences.add(judged.clients());
    sentences.addAll(judged.reasons());
    if (at < days.size() - 1) {
      List<Day> rest = days.subList(at + 1, days.size());
      sentences.add(
          "After it only %s came until %s: the end of the data, or an outage."
              .formatted(
                  count(rest.stream().mapToLong(Day::received).sum(), "record"),
                  rest.get(rest.size() - 1).day()));
    }
    return new Headline(
        judged.day().day(), judged.tone(), judged.verdict(), sentences, judged.tiles());
  }

  /** Verdict and sentences. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict + ".");
    lines.addAll(sentences);
    return lines;
  }

  private static int lastWhole(List<Day> days) {
    double usual = Numbers.median(days.stream().map(Day::received).toList());
    int at = days.size() - 1;
    while (at > 0 && days.get(at).received() < usual * TAIL) {
      at--;
    }
    return at;
  }

  /** One day beside those before it. */
  private record Judged(Day day, List<Day> before, int hours, Audit audit) {

    private double usual(ToDoubleFunction<Day> value) {
      return Numbers.median(before.stream().mapToDouble(value).boxed().toList());
    }

    private double change(ToDoubleFunction<Day> value) {
      return value.applyAsDouble(day) / usual(value) - 1;
    }

    private boolean isChanged() {
      return Math.abs(change(Day::clients)) >= USUAL;
    }

    private boolean isConserved() {
      return audit == null || audit.isConserved();
    }

    /**
     * Records that would be events if no more than usual were rejected, against those that lack.
     */
    private boolean rejectsExplain() {
      double excess = day.rejected() - usual(Day::rejectedShare) * day.received();
      double lack = usual(Day::events) - day.events();
      return lack > 0 && excess > EXPLAINS * lack;
    }

    private boolean cameLikewise() {
      return change(Day::clients) * change(Day::received) > 0
          && Math.abs(change(Day::received)) >= Math.abs(change(Day::clients)) / 2;
    }

    private List<Finding> warnings() {
      return audit == null
          ? List.of()
          : audit.findings().stream()
              .filter(finding -> finding.severity() == Finding.Severity.WARNING)
              .filter(finding -> day.day().equals(finding.day()))
              .toList();
    }

    private boolean mayBeThePipeline() {
      return rejectsExplain()
          || warnings().stream().anyMatch(finding -> OF_THE_PIPELINE.contains(finding.kind()));
    }

    private boolean isJudged() {
      return before.size() >= ENOUGH_DAYS;
    }

    Tone tone() {
      if (!isConserved()) {
        return Tone.BAD;
      }
      boolean isPlain = !isJudged() || !isChanged() || cameLikewise() && !mayBeThePipeline();
      return isPlain && audit != null && warnings().isEmpty() ? Tone.GOOD : Tone.LOOK;
    }

    String verdict() {
      if (!isConserved()) {
        return "Do not trust the numbers yet: raw store and tables do not match";
      }
      if (!isJudged()) {
        return audit == null
            ? "Not checked against the raw store"
            : "Every record is accounted for" + butWarnings();
      }
      if (!isChanged()) {
        return "No unusual change of active clients" + butWarnings();
      }
      String word = change(Day::clients) < 0 ? "drop" : "rise";
      if (rejectsExplain()) {
        return "The " + word + " is at least partly rejected records, not people";
      }
      if (mayBeThePipeline()) {
        return "The " + word + " may be the pipeline's and not people's: see what is out of line";
      }
      if (!cameLikewise()) {
        return "Active clients "
            + (word.equals("drop") ? "dropped" : "rose")
            + ", records received did not: look closer";
      }
      return audit == null
          ? "The " + word + " is in what was received, as far as the tables tell"
          : "The " + word + " is real: it is in what clients sent, not in the pipeline";
    }

    private String butWarnings() {
      return warnings().isEmpty()
          ? ""
          : "; " + Numbers.count(warnings().size(), "warning") + " to look at";
    }

    String clients() {
      String until = hours < 24 ? " until %02d:00 UTC".formatted(hours) : "";
      String active = "Daily active clients on " + day.day() + until + ": " + count(day.clients());
      if (before.isEmpty()) {
        return active + ". There is no day before it to compare with.";
      }
      return active
          + ", "
          + against(day.clients(), usual(Day::clients))
          + " the median of the "
          + (before.size() == 1 ? "day" : before.size() + " days")
          + " before.";
    }

    List<String> reasons() {
      List<String> reasons = new ArrayList<>();
      reasons.add(proof());
      if (!before.isEmpty()) {
        reasons.add(
            "Records received: %s (%s usual); rejected %s of them (usually %s)."
                .formatted(
                    count(day.received()),
                    against(day.received(), usual(Day::received)),
                    Numbers.share(day.rejectedShare()),
                    Numbers.share(usual(Day::rejectedShare))));
      }
      return reasons;
    }

    private String proof() {
      if (audit == null) {
        return "The raw store was not read (--raw): whether every raw record has a row is not"
            + " proven.";
      }
      Ledger ledger = audit.ledger();
      if (audit.isConserved()) {
        return "Every raw record is accounted for (%s, residual %s)."
            .formatted(count(ledger.raw(), "record"), count(ledger.residual()));
      }
      return "Of %s, %s no row and %s more than one; %s without a raw record (residual %s)."
          .formatted(
              count(ledger.raw(), "raw record"),
              ledger.missing() == 1 ? "1 has" : count(ledger.missing()) + " have",
              count(ledger.doubled()),
              ledger.orphaned() == 1 ? "1 row is" : count(ledger.orphaned()) + " rows are",
              count(ledger.residual()));
    }

    List<Tile> tiles() {
      List<Tile> tiles = new ArrayList<>();
      tiles.add(
          new Tile(
              "Active clients", count(day.clients()), comparison(day.clients(), Day::clients)));
      tiles.add(new Tile("Events", count(day.events()), comparison(day.events(), Day::events)));
      tiles.add(part("Rejected", Day::rejectedShare));
      tiles.add(part("Duplicates", Day::duplicateShare));
      tiles.add(part("Late", Day::lateShare));
      tiles.add(
          new Tile(
              "Half received within",
              Double.isNaN(day.medianLag()) ? "-" : Numbers.seconds(day.medianLag()),
              Double.isNaN(usual(Day::medianLag))
                  ? ""
                  : "usually " + Numbers.seconds(usual(Day::medianLag))));
      return tiles;
    }

    private Tile part(String name, ToDoubleFunction<Day> value) {
      return new Tile(
          name,
          Numbers.share(value.applyAsDouble(day)),
          before.isEmpty() ? "" : "usually " + Numbers.share(usual(value)));
    }

    private String comparison(double value, ToDoubleFunction<Day> of) {
      return before.isEmpty() ? "" : against(value, usual(of)) + " usual";
    }
  }
}
