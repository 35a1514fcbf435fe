package io.tributary.runners.audit;

import io.tributary.runners.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An audit for the screen: the ledger, the offsets, the sessions, the days, the findings. */
public final class AuditText {

  private final StringBuilder text = new StringBuilder();
  private final Audit audit;

  private AuditText(Audit audit) {
    this.audit = audit;
  }

  /**
   * All of it.
   *
   * @param by what the rows are told apart by; none leaves that table out
   */
  public static String of(Audit audit, List<Dimension> by) {
    AuditText text = new AuditText(audit);
    text.ledger();
    text.offsets();
    text.sessions();
    text.days();
    if (!by.isEmpty()) {
      text.rows(by);
    }
    text.findings();
    return text.text.toString();
  }

  private void ledger() {
    Ledger ledger = audit.ledger();
    TextTable table =
        TextTable.of("day", "raw", "loaded", "dead letters", "duplicates", "residual", "waiting")
            .right(1, 2, 3, 4, 5, 6);
    for (Ledger.Day day : ledger.days()) {
      table.row(
          day.day(),
          number(day.raw()),
          number(day.loaded()),
          number(day.deadLetters()),
          number(day.duplicates()),
          number(day.residual()),
          number(day.waiting()));
    }
    text.append("Ledger, ").append(audit.days()).append('\n').append(table.render()).append('\n');
    line(
        "raw %s = %s loaded + %s dead letters + %s duplicates, residual %s",
        number(ledger.raw()),
        number(ledger.loaded()),
        number(ledger.deadLetters()),
        number(ledger.duplicates()),
        number(ledger.residual()));
    if (ledger.isConserved()) {
      line("Every raw record has exactly one row, and every row a raw record.");
    } else {
      line(
          "BROKEN: %s raw records without a row, %s rows too many, %s rows without a raw record",
          number(ledger.missing()), number(ledger.doubled()), number(ledger.orphaned()));
      ledger.offences().forEach(this::offence);
    }
    if (ledger.copies() > 0) {
      line("%s raw rows are copies of another and count once.", number(ledger.copies()));
    }
    if (audit.completeBefore() != null) {
      line(
          "A stream is at work: judged is what was received before %s; %s raw records wait.",
          audit.completeBefore(), number(ledger.waiting()));
    }
  }

  private void offence(Offence offence) {
    String last = offence.coordinates() == 1 ? "" : " to " + offence.lastOffset();
    String in = String.join(", ", offence.tables());
    line(
        "  %s %s%s (%s): %s",
        offence.kind().name().toLowerCase(Locale.ROOT),
        offence.first(),
        last,
        offence.day(),
        switch (offence.kind()) {
          case MISSING -> "in the raw store, in no table";
          case DOUBLED -> "rows in " + in;
          case ORPHANED -> "not in the raw store, a row in " + in;
        });
  }

  private void offsets() {
    TextTable table =
        TextTable.of("partition", "records", "first", "last", "gaps", "offsets not there")
            .right(1, 2, 3, 4, 5);
    for (PartitionOffsets each : audit.partitions()) {
      table.row(
          each.topic() + "/" + each.partition(),
          number(each.records()),
          each.first(),
          each.last(),
          number(each.gaps()),
          number(each.absent()));
    }
    text.append("\nOffsets\n").append(table.render());
  }

  private void sessions() {
    SessionCheck check = audit.sessions();
    text.append("\nSessions\n");
    line(
        "  %s closed, %s opened again by late events (%s)",
        number(check.sessions()),
        number(check.reopened()),
        share(check.reopened(), check.sessions()));
    line(
        "  they count %s events, the tables have %s of them; %s",
        number(check.counted()),
        number(check.found()),
        check.agrees()
            ? "no session differs"
            : number(check.differing()) + " differ, " + number(check.lost()) + " have no row");
    check
        .examples()
        .forEach(
            each ->
                line(
                    "    %s counts %s, found %s",
                    each.sessionId(), number(each.counted()), number(each.found())));
    line("  %s still open with %s events", number(check.open()), number(check.openEvents()));
  }

  private void days() {
    TextTable table =
        TextTable.of(
                "day",
                "events",
                "late",
                "bots",
                "profile",
                "country",
                "device",
                "clock off",
                "lag p50",
                "lag p99")
            .right(1, 2, 3, 4, 5, 6, 7, 8, 9);
    for (DayTrend day : audit.trends().days()) {
      if (day.type() == null) {
        table.row(
            day.day(),
            number(day.events()),
            share(day.late(), day.events()),
            share(day.bots(), day.events()),
            share(day.withProfile(), day.events()),
            share(day.withCountry(), day.events()),
            share(day.withDevice(), day.events()),
            share(day.clockOff(), day.events()),
            Words.time(day.lagP50Millis()),
            Words.time(day.lagP99Millis()));
      }
    }
    text.append("\nDays, those included that are only compared with\n").append(table.render());
  }

  private void rows(List<Dimension> by) {
    List<String> headers = new ArrayList<>();
    by.forEach(dimension -> headers.add(dimension.name().toLowerCase(Locale.ROOT)));
    headers.addAll(List.of("loaded", "dead letters", "duplicates"));
    TextTable table = TextTable.of(headers).right(by.size(), by.size() + 1, by.size() + 2).fit(120);
    for (Breakdown each : Breakdown.of(audit, by)) {
      List<Object> row = new ArrayList<>();
      each.values().forEach(value -> row.add(value == null ? "-" : value));
      row.add(number(each.loaded()));
      row.add(number(each.deadLetters()));
      row.add(number(each.duplicates()));
      table.row(row);
    }
    text.append("\nRows\n").append(table.render());
  }

  private void findings() {
    text.append("\nFindings\n");
    if (audit.findings().isEmpty()) {
      line("  Nothing is out of line with the days before.");
    }
    for (Finding each : audit.findings()) {
      line(
          "  %s %s%s: %s.",
          each.severity() == Finding.Severity.WARNING ? "!" : "-",
          each.day() == null ? "" : each.day() + " ",
          each.kind(),
          each.sentence());
    }
  }

  private void line(String sentence, Object... parts) {
    text.append(Words.line(Words.say(sentence, parts))).append('\n');
  }

  private static String number(long value) {
    return Words.number(value);
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "-" : Words.share((double) part / whole);
  }
}
