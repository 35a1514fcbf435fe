package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import io.tributary.schemas.failure.Reason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** More dead letters of a reason, or more duplicates, than usual. */
final class RejectRules {

  /** Fewer rows a day say nothing. */
  private static final double LEAST = 30;

  /** Twice what independent records would want: those of a client come together. */
  private static final double SIGMAS = 10;

  /** A type with this part of the rows is what it is about. */
  private static final double MOST = 0.8;

  private final DayBook book;
  private final RejectDetails details;

  RejectRules(DayBook book, RejectDetails details) {
    this.book = book;
    this.details = details;
  }

  /**
   * Looks at a day.
   *
   * @param renamed how many rows of a type that no schema knows are explained already
   */
  List<Finding> of(LocalDate day, double renamed) {
    List<Finding> found = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      Predicate<Count> rows =
          count -> count.state() == State.DEAD_LETTER && reason.name().equals(count.reason());
      double explained = reason == Reason.UNKNOWN_EVENT_TYPE ? renamed : 0;
      rise(day, rows, explained).ifPresent(rise -> found.add(rejects(day, reason, rise)));
    }
    rise(day, count -> count.state() == State.DUPLICATE, 0)
        .ifPresent(rise -> found.add(duplicates(day, rise)));
    return found;
  }

  /**
   * More rows than usual.
   *
   * @param since the hour since which they come, or 0
   * @param type what most of them are, or null
   */
  private record Rise(double observed, double expected, int since, String type, Usual usual) {}

  private Optional<Rise> rise(LocalDate day, Predicate<Count> which, double explained) {
    int hours = book.hours(day);
    long[] byHour = book.byHour(day, which);
    double observed = DayBook.sum(byHour, hours);
    double all = book.rows(day, hours, any -> true);
    Usual usual =
        book.usual(
            day,
            before -> book.rows(before, DayBook.HOURS, which) / Math.max(1, book.total(before)));
    double expected = usual.median() * all;
    double noise = SIGMAS * (Math.sqrt(expected + 1) + usual.spread() * all);
    double unexplained = observed - explained;
    if (usual.days() == 0
        || observed < LEAST
        || unexplained - expected < noise
        || unexplained < usual.manyTimes() * expected) {
      return Optional.empty();
    }
    return Optional.of(
        new Rise(
            observed,
            expected,
            since(byHour, expected / DayBook.HOURS, hours),
            mostly(day, which, observed),
            usual));
  }

  /** The first hour that is far above the usual, if those before it are not. */
  private static int since(long[] byHour, double usual, int hours) {
    for (int hour = 0; hour < hours; hour++) {
      if (byHour[hour] > 5 * usual + 5) {
        return hour;
      }
    }
    return 0;
  }

  private String mostly(LocalDate day, Predicate<Count> which, double observed) {
    Map<String, Long> types = new TreeMap<>();
    book.byHour(
        day,
        count -> {
          if (count.type() != null && which.test(count)) {
            types.merge(count.type(), count.rows(), Long::sum);
          }
          return false;
        });
    return types.entrySet().stream()
        .filter(type -> type.getValue() >= MOST * observed)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private Finding rejects(LocalDate day, Reason reason, Rise rise) {
    Kind kind =
        switch (reason) {
          case UNKNOWN_SCHEMA_VERSION -> Kind.VERSION_MISSING;
          case TIMESTAMP_OUT_OF_RANGE -> Kind.CLOCKS_OFF;
          default -> Kind.REJECTS_RISE;
        };
    String meaning =
        switch (reason) {
          case UNKNOWN_SCHEMA_VERSION ->
              "their schema version"
                  + details.versions(day).map(found -> " (" + found + ")").orElse("")
                  + " is not registered; register it and replay";
          case UNKNOWN_EVENT_TYPE -> "no schema knows their type";
          case TIMESTAMP_OUT_OF_RANGE -> "their clients' clocks are off";
          case INVALID_TIMESTAMP -> "their time is written in a form that is no RFC 3339";
          case MALFORMED_JSON -> "their payload is no JSON";
          case SCHEMA_VIOLATION -> "their properties break the schema";
          case EVENT_ID_REUSED -> "their event_id was used for another event";
          case MISSING_FIELD -> "a field is missing";
          case INVALID_FIELD -> "a field has a wrong form";
          case TOO_LARGE -> "they are larger than 1 MiB";
        };
    String where =
        book.partitionsBefore(day).size() < 2
            ? ""
            : details
                .partition(day, reason)
                .map(found -> ", nearly all in partition " + found + " (one client?)")
                .orElse("");
    return finding(
        kind,
        day,
        rise,
        reason.name(),
        Words.say(
            "%s records%s were rejected%s as %s%s: %s. %s",
            Words.number(rise.observed()),
            rise.type() == null ? "" : " of " + Words.cut(rise.type()),
            since(rise),
            reason,
            where,
            meaning,
            compared(rise)));
  }

  private static Finding duplicates(LocalDate day, Rise rise) {
    return finding(
        Kind.DUPLICATES_RISE,
        day,
        rise,
        rise.type(),
        Words.say(
            "%s records%s came again%s and were set aside as duplicates: does a client send again"
                + " what was taken already? %s",
            Words.number(rise.observed()),
            rise.type() == null ? "" : " of " + rise.type(),
            since(rise),
            compared(rise)));
  }

  private static String since(Rise rise) {
    return rise.since() == 0 ? "" : ", most since " + Words.hour(rise.since()) + ",";
  }

  private static String compared(Rise rise) {
    return "Usual are " + Words.number(rise.expected()) + " (" + rise.usual().words() + ")";
  }

  private static Finding finding(
      Kind kind, LocalDate day, Rise rise, String subject, String sentence) {
    return new Finding(
        kind,
        Severity.WARNING,
        day,
        rise.since() == 0 ? null : DayBook.instant(day, rise.since()),
        subject,
        rise.observed(),
        rise.expected(),
        sentence);
  }
}
