package io.tributary.runners.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.Finding;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import io.tributary.runners.audit.Ledger;
import io.tributary.runners.report.Facts.Day;
import io.tributary.runners.report.Headline.Tone;
import io.tributary.transforms.partition.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate LAST = FIRST.plusDays(7);

  private static Day day(int number, long clients, long events, long rejected) {
    return new Day(FIRST.plusDays(number), clients, events, 0, rejected, 0, 0.5);
  }

  /** A week of 1,000 clients, 10,000 events and 100 rejects, and then this day. */
  private static List<Day> weekBefore(long clients, long events, long rejected) {
    List<Day> days = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      days.add(day(i, 1000, 10_000, 100));
    }
    days.add(day(7, clients, events, rejected));
    return days;
  }

  private static Audit audit(long missing, Finding... findings) {
    return new Audit(
        DayRange.all(),
        null,
        new Ledger(80_000, 0, 79_000 - missing, 1000, 0, missing, 0, 0, 0, List.of(), List.of()),
        List.of(),
        null, // a headline asks neither for sessions
        null, // nor for trends
        List.of(findings));
  }

  private static Finding finding(Kind kind, Severity severity, LocalDate day) {
    return new Finding(kind, severity, day, null, "a", 0, 0, "Something");
  }

  private static Headline of(List<Day> days, Audit audit) {
    return Headline.of(days, 24, audit);
  }

  @Test
  void aUsualDayIsGood() {
    Headline headline = of(weekBefore(1010, 10_100, 100), audit(0));
    assertThat(headline.tone()).isEqualTo(Tone.GOOD);
    assertThat(headline.lines())
        .containsExactly(
            "No unusual change of active clients.",
            "Daily active clients on 2026-03-08: 1,010, 1.0 % above the median of the 7 days"
                + " before.",
            "Every raw record is accounted for (80,000 records, residual 0).",
            "Records received: 10,200 (1.0 % above usual); rejected 0.98 % of them (usually"
                + " 0.99 %).");
  }

  @Test
  void aDropOfClientsAndRecordsAlikeIsReal() {
    Headline headline = of(weekBefore(900, 9000, 90), audit(0));
    assertThat(headline.verdict())
        .isEqualTo("The drop is real: it is in what clients sent, not in the pipeline");
    assertThat(headline.tone()).isEqualTo(Tone.GOOD);
  }

  @Test
  void withoutTheRawStoreNothingIsProven() {
    Headline headline = of(weekBefore(900, 9000, 90), null);
    assertThat(headline.tone()).isEqualTo(Tone.LOOK);
    assertThat(headline.verdict()).contains("as far as the tables tell");
    assertThat(headline.sentences()).anyMatch(line -> line.contains("(--raw)"));
  }

  @Test
  void rejectsThatMakeUpForTheDropAreNamed() {
    Headline headline = of(weekBefore(900, 9000, 1100), audit(0));
    assertThat(headline.verdict())
        .isEqualTo("The drop is at least partly rejected records, not people");
    assertThat(headline.tone()).isEqualTo(Tone.LOOK);
  }

  @Test
  void aStalledPartitionIsNoDropOfPeople() {
    Finding stalled = finding(Kind.PARTITION_STALLED, Severity.WARNING, LAST);
    Headline headline = of(weekBefore(900, 9000, 90), audit(0, stalled));
    assertThat(headline.verdict()).contains("may be the pipeline's");
    assertThat(headline.tone()).isEqualTo(Tone.LOOK);
  }

  @Test
  void fewerClientsWithAsManyRecordsWantALook() {
    Headline headline = of(weekBefore(800, 10_000, 100), audit(0));
    assertThat(headline.verdict())
        .isEqualTo("Active clients dropped, records received did not: look closer");
    assertThat(headline.tone()).isEqualTo(Tone.LOOK);
  }

  @Test
  void missingRecordsComeBeforeAllElse() {
    Headline headline = of(weekBefore(1000, 10_000, 100), audit(12));
    assertThat(headline.tone()).isEqualTo(Tone.BAD);
    assertThat(headline.verdict()).startsWith("Do not trust the numbers yet");
    assertThat(headline.sentences())
        .contains(
            "Of 80,000 raw records, 12 have no row and 0 more than one; 0 rows are without a raw"
                + " record (residual 12).");
  }

  @Test
  void warningsOfTheDayAreCounted() {
    Headline headline =
        of(
            weekBefore(1000, 10_000, 100),
            audit(
                0,
                finding(Kind.BOTS_RISE, Severity.WARNING, LAST),
                finding(Kind.BOTS_RISE, Severity.NOTE, LAST),
                finding(Kind.BOTS_RISE, Severity.WARNING, FIRST)));
    assertThat(headline.verdict())
        .isEqualTo("No unusual change of active clients; 1 warning to look at");
    assertThat(headline.tone()).isEqualTo(Tone.LOOK);
  }

  @Test
  void twoDaysBeforeAreTooFewToJudgeBy() {
    Headline headline = of(weekBefore(500, 5000, 50).subList(5, 8), audit(0));
    assertThat(headline.verdict()).isEqualTo("Every record is accounted for");
    assertThat(headline.sentences().get(0))
        .isEqualTo(
            "Daily active clients on 2026-03-08: 500, 50.0 % below the median of the 2 days"
                + " before.");
  }

  @Test
  void theDatasEndIsNotTakenForADay() {
    List<Day> days = weekBefore(1000, 10_000, 100);
    days.add(day(8, 30, 300, 0));
    days.add(day(9, 1, 1, 0));
    Headline headline = of(days, audit(0));
    assertThat(headline.day()).isEqualTo(LAST);
    assertThat(headline.sentences())
        .contains(
            "After it only 301 records came until 2026-03-10: the end of the data, or an outage.");
  }

  @Test
  void aFirstClientIsNoPercentage() {
    List<Day> days = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      days.add(day(i, i == 3 ? 5 : 0, i == 3 ? 5 : 0, 10));
    }
    assertThat(of(days, audit(0)).sentences().toString()).doesNotContain("NaN", "Infinity");
  }
}
