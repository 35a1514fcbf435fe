package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import io.tributary.runners.audit.DayBook.Partition;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import io.tributary.schemas.failure.Reason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Hours in which everything, a partition or a type did not come. */
final class HourRules {

  /** So much must be missed before a silence is told. */
  private static final double MISSED_OF_ALL = 50;

  private static final double MISSED_OF_PARTITION = 30;
  private static final double MISSED_OF_TYPE = 20;

  /** A silence is told if it is so many times the usual one. */
  private static final double BURSTS = 3;

  /** What came in place of a type lies within this factor of what was expected of it. */
  private static final double RENAME_FACTOR = 3;

  private final DayBook book;

  HourRules(DayBook book) {
    this.book = book;
  }

  List<Finding> of(LocalDate day) {
    List<Finding> found = new ArrayList<>();
    all(day).ifPresent(found::add);
    for (Partition partition : book.partitionsBefore(day)) {
      partition(day, partition).ifPresent(found::add);
    }
    for (String type : book.typesUntil(day)) {
      type(day, type).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Finding> all(LocalDate day) {
    double[] expected = usual(day, any -> true);
    return silence(
            day,
            MISSED_OF_ALL,
            1,
            on -> Silence.longest(book.byHour(on, any -> true), expected, book.hours(on)))
        .map(
            silence ->
                finding(
                    Kind.HOURS_EMPTY,
                    day,
                    null,
                    silence,
                    Words.say(
                        "%s records came %s, where %s are usual (%s)",
                        none(silence),
                        silence.words(),
                        Words.number(silence.expected()),
                        book.usual(day, book::total).words())));
  }

  private Optional<Finding> partition(LocalDate day, Partition partition) {
    double share = book.usual(day, before -> share(before, partition)).median();
    if (share <= 0 || share >= 1) {
      return Optional.empty();
    }
    return silence(day, MISSED_OF_PARTITION, 2, on -> silence(on, partition, share))
        .map(
            silence ->
                finding(
                    Kind.PARTITION_STALLED,
                    day,
                    partition.toString(),
                    silence,
                    Words.say(
                        "%s records came into partition %s %s while the other partitions went on;"
                            + " its usual share would be %s",
                        none(silence),
                        partition,
                        silence.words(),
                        Words.number(silence.expected()))));
  }

  /** What a partition with this share of all records misses while the others go on. */
  private Silence silence(LocalDate on, Partition partition, double share) {
    long[] own = book.recordsByHour(on, partition);
    long[] all = book.recordsByHour(on, null);
    double[] expected = new double[DayBook.HOURS];
    for (int hour = 0; hour < expected.length; hour++) {
      expected[hour] = share / (1 - share) * (all[hour] - own[hour]);
    }
    return Silence.longest(own, expected, book.hours(on));
  }

  private double share(LocalDate day, Partition partition) {
    long all = DayBook.sum(book.recordsByHour(day, null), DayBook.HOURS);
    return all == 0
        ? 0
        : (double) DayBook.sum(book.recordsByHour(day, partition), DayBook.HOURS) / all;
  }

  private Optional<Finding> type(LocalDate day, String type) {
    // what was rejected came all the same
    Predicate<Count> came = count -> type.equals(count.type());
    double[] usual = usual(day, came);
    double[] usualTotal = usual(day, any -> true);
    return silence(day, MISSED_OF_TYPE, 2, on -> silence(on, came, usual, usualTotal))
        .map(silence -> gone(day, type, silence));
  }

  /** What a type misses, less where everything stopped: then it is not this type that is gone. */
  private Silence silence(
      LocalDate on, Predicate<Count> came, double[] usual, double[] usualTotal) {
    long[] total = book.byHour(on, any -> true);
    double[] expected = usual.clone();
    for (int hour = 0; hour < expected.length; hour++) {
      expected[hour] *= usualTotal[hour] == 0 ? 0 : Math.min(1, total[hour] / usualTotal[hour]);
    }
    return Silence.longest(book.byHour(on, came), expected, book.hours(on));
  }

  private Finding gone(LocalDate day, String type, Silence silence) {
    String gone =
        Words.say(
            "%s events of %s came %s, where %s are usual",
            none(silence), type, silence.words(), Words.number(silence.expected()));
    Optional<String> other = successor(day, silence);
    return finding(
        other.isPresent() ? Kind.TYPE_RENAMED : Kind.TYPE_VANISHED,
        day,
        type,
        silence,
        gone + other.map(name -> "; " + name).orElse(", while other types went on"));
  }

  /**
   * The silence of a day, where it is far longer than what the days before had of the same: events
   * come in bursts, and the rarer they are the longer nothing comes.
   *
   * @param least what must be missed
   * @param hours how long it must be
   */
  private Optional<Silence> silence(
      LocalDate day, double least, int hours, Function<LocalDate, Silence> silenceOf) {
    Silence silence = silenceOf.apply(day);
    if (silence == null || silence.expected() < least || silence.hours() < hours) {
      return Optional.empty();
    }
    Usual usual =
        book.usual(
            day,
            before -> {
              Silence then = silenceOf.apply(before);
              return then == null ? 0 : then.expected();
            });
    return silence.expected() < BURSTS * usual.median() ? Optional.empty() : Optional.of(silence);
  }

  /** What came in place of a type that is gone, in words. */
  private Optional<String> successor(LocalDate day, Silence silence) {
    Map<String, Long> rejected = new TreeMap<>();
    Map<String, Long> loaded = new TreeMap<>();
    book.byHour(
        day,
        count -> {
          int hour = (int) (count.hour().getEpochSecond() / 3600 % DayBook.HOURS);
          if (count.type() != null && hour >= silence.from() && hour < silence.to()) {
            if (count.state() == State.LOADED) {
              loaded.merge(count.type(), count.rows(), Long::sum);
            } else if (Reason.UNKNOWN_EVENT_TYPE.name().equals(count.reason())) {
              rejected.merge(count.type(), count.rows(), Long::sum);
            }
          }
          return false;
        });
    Optional<String> unknown =
        closest(day, rejected, silence)
            .map(
                name ->
                    Words.say(
                        "%s events of %s came in its place, which no schema knows: was it renamed?"
                            + " Register its schema and replay",
                        Words.number(rejected.get(name)), Words.cut(name)));
    return unknown.isPresent()
        ? unknown
        : closest(day, loaded, silence)
            .map(
                name ->
                    Words.say(
                        "%s events of the new type %s came in its place: was it renamed?",
                        Words.number(loaded.get(name)), Words.cut(name)));
  }

  /** The name that is new on the day and came about as often as what is gone. */
  private Optional<String> closest(LocalDate day, Map<String, Long> names, Silence silence) {
    return names.keySet().stream()
        .filter(name -> names.get(name) * RENAME_FACTOR >= silence.expected())
        .filter(name -> names.get(name) <= silence.expected() * RENAME_FACTOR)
        .filter(name -> isNew(day, name, names.get(name)))
        .min(Comparator.comparingDouble(name -> Math.abs(names.get(name) - silence.expected())));
  }

  private boolean isNew(LocalDate day, String name, long rows) {
    Usual usual =
        book.usual(
            day, before -> book.rows(before, DayBook.HOURS, count -> name.equals(count.type())));
    return usual.median() < 0.1 * rows;
  }

  /** What is usual by hour. */
  private double[] usual(LocalDate day, Predicate<Count> which) {
    List<long[]> before = book.before(day).stream().map(each -> book.byHour(each, which)).toList();
    double[] usual = new double[DayBook.HOURS];
    for (int hour = 0; hour < usual.length; hour++) {
      int at = hour;
      usual[hour] = Usual.of(before.stream().map(hours -> (double) hours[at]).toList()).median();
    }
    return usual;
  }

  private static String none(Silence silence) {
    return silence.observed() == 0 ? "No" : "Only " + Words.number(silence.observed());
  }

  private static Finding finding(
      Kind kind, LocalDate day, String subject, Silence silence, String sentence) {
    return new Finding(
        kind,
        Severity.WARNING,
        day,
        silence.from() == 0 ? null : DayBook.instant(day, silence.from()),
        subject,
        silence.observed(),
        silence.expected(),
        sentence);
  }
}
