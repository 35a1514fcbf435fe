package io.tributary.runners.audit;

import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Days whose event rows are otherwise: enrichment, bots, lateness, clocks, lag. */
final class LikenessRules {

  /** A day with fewer event rows says nothing about shares. */
  private static final long LEAST_EVENTS = 200;

  private static final double SIGMAS = 5;

  /** About so many events of a day share a client, and with it country, device and the like. */
  private static final double EVENTS_OF_A_CLIENT = 25;

  /** What a hit rate must lose before it is told. */
  private static final double LOSS = 0.05;

  /** What a share must gain. */
  private static final double GAIN = 0.01;

  /** A client that has less of all events is not loud. */
  private static final double LOUD = 0.05;

  private static final long LEAST_LOUD = 500;

  /** A country with fewer events a day may well be absent. */
  private static final double LEAST_OF_COUNTRY = 50;

  /** A median lag below is nobody's concern. */
  private static final long LAG_MILLIS = Duration.ofMinutes(1).toMillis();

  private final DayBook book;

  LikenessRules(DayBook book) {
    this.book = book;
  }

  List<Finding> of(LocalDate day) {
    List<Finding> found = new ArrayList<>();
    DayTrend now = book.likeness(day);
    if (now == null || now.events() < LEAST_EVENTS || before(day).isEmpty()) {
      return found;
    }
    drop(Kind.PROFILE_HITS_DROP, day, DayTrend::withProfile, "have a user profile")
        .ifPresent(found::add);
    drop(Kind.COUNTRY_HITS_DROP, day, DayTrend::withCountry, "have a country (geo_country)")
        .ifPresent(found::add);
    drop(Kind.DEVICE_HITS_DROP, day, DayTrend::withDevice, "have a known device class")
        .ifPresent(found::add);
    rise(Kind.BOTS_RISE, day, DayTrend::bots, "come from bots").ifPresent(found::add);
    rise(
            Kind.CLOCKS_OFF,
            day,
            DayTrend::clockOff,
            "come from clients whose clock is more than ten minutes off")
        .ifPresent(found::add);
    Optional<Finding> late = rise(Kind.LATE_RISE, day, DayTrend::late, "came late");
    late.ifPresentOrElse(found::add, () -> lag(day).ifPresent(found::add));
    profileStale(day).ifPresent(found::add);
    if (found.stream().noneMatch(one -> one.kind() == Kind.COUNTRY_HITS_DROP)) {
      book.countriesBefore(day).forEach(country -> gone(day, country).ifPresent(found::add));
    }
    loud(day).ifPresent(found::add);
    return found;
  }

  private List<DayTrend> before(LocalDate day) {
    return book.before(day).stream()
        .map(book::likeness)
        .filter(Objects::nonNull)
        .filter(before -> before.events() >= LEAST_EVENTS)
        .toList();
  }

  private Usual usual(LocalDate day, ToLongFunction<DayTrend> rows) {
    return Usual.of(before(day).stream().map(before -> share(before, rows)).toList());
  }

  private static double share(DayTrend day, ToLongFunction<DayTrend> rows) {
    return (double) rows.applyAsLong(day) / day.events();
  }

  private Optional<Finding> drop(
      Kind kind, LocalDate day, ToLongFunction<DayTrend> rows, String words) {
    Usual usual = usual(day, rows);
    double observed = share(book.likeness(day), rows);
    double least = Math.max(usual.isSteady() ? LOSS : 2 * LOSS, SIGMAS * usual.spread());
    return usual.median() - observed > Math.max(least, noise(day, usual))
        ? Optional.of(share(kind, day, observed, usual, "Only ", words))
        : Optional.empty();
  }

  private Optional<Finding> rise(
      Kind kind, LocalDate day, ToLongFunction<DayTrend> rows, String words) {
    Usual usual = usual(day, rows);
    double observed = share(book.likeness(day), rows);
    double least = Math.max(GAIN, SIGMAS * usual.spread());
    return observed - usual.median() > Math.max(least, noise(day, usual))
            && observed > usual.manyTimes() * usual.median()
        ? Optional.of(share(kind, day, observed, usual, "", words))
        : Optional.empty();
  }

  /** What chance alone makes of a share, where the events of a client come together. */
  private double noise(LocalDate day, Usual usual) {
    double share = usual.median();
    double clients = book.likeness(day).events() / EVENTS_OF_A_CLIENT;
    return SIGMAS * Math.sqrt(Math.max(share * (1 - share), 0.001) / clients);
  }

  private static Finding share(
      Kind kind, LocalDate day, double observed, Usual usual, String before, String words) {
    return new Finding(
        kind,
        Severity.WARNING,
        day,
        null,
        null,
        observed,
        usual.median(),
        Words.say(
            "%s%s of the events %s, usual are %s (%s)",
            before, Words.share(observed), words, Words.share(usual.median()), usual.words()));
  }

  private Optional<Finding> lag(LocalDate day) {
    Usual usual = Usual.of(before(day).stream().map(one -> (double) one.lagP50Millis()).toList());
    double observed = book.likeness(day).lagP50Millis();
    return observed < LAG_MILLIS || observed < 3 * usual.median()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.LAG_RISE,
                Severity.WARNING,
                day,
                null,
                null,
                observed,
                usual.median(),
                Words.say(
                    "Half of the events reached the broker later than %s after they happened;"
                        + " usual are %s (%s)",
                    Words.time(observed), Words.time(usual.median()), usual.words())));
  }

  /** Profiles that were renewed every day and are no longer. */
  private Optional<Finding> profileStale(LocalDate day) {
    List<DayTrend> before = before(day);
    List<Instant> newest = before.stream().map(DayTrend::newestProfile).toList();
    Instant now = book.likeness(day).newestProfile();
    if (now == null || before.size() < 3 || newest.contains(null)) {
      return Optional.empty();
    }
    double oldest = 0;
    for (int i = 0; i < newest.size(); i++) {
      if (i > 0 && !newest.get(i).isAfter(newest.get(i - 1))) {
        return Optional.empty(); // it is not renewed every day
      }
      oldest = Math.max(oldest, age(before.get(i).day(), newest.get(i)));
    }
    double age = age(day, now);
    return age < Duration.ofDays(1).toMillis() || age < 1.5 * oldest
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.PROFILE_STALE,
                Severity.WARNING,
                day,
                null,
                null,
                age,
                oldest,
                Words.say(
                    "The newest user profile that an event got was %s old at the end of the day; on"
                        + " the %d days before it was never older than %s. Did the profiles'"
                        + " delivery stop?",
                    Words.time(age), before.size(), Words.time(oldest))));
  }

  private static double age(LocalDate day, Instant newest) {
    return Duration.between(newest, DayBook.instant(day, DayBook.HOURS)).toMillis();
  }

  private Optional<Finding> gone(LocalDate day, String country) {
    Usual usual =
        Usual.of(
            before(day).stream()
                .map(one -> (double) book.fromCountry(one.day(), country) / one.events())
                .toList());
    double expected = usual.median() * book.likeness(day).events();
    long observed = book.fromCountry(day, country);
    boolean isSure = usual.isSteady() || expected >= 10 * LEAST_OF_COUNTRY;
    boolean isDaily =
        before(day).stream().allMatch(one -> book.fromCountry(one.day(), country) > 0.3 * expected);
    return expected < LEAST_OF_COUNTRY || observed > 0.05 * expected || !isSure || !isDaily
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.COUNTRY_VANISHED,
                Severity.WARNING,
                day,
                null,
                country,
                observed,
                expected,
                Words.say(
                    "%s events came from %s, usual are %s (%s): does the geo database still know"
                        + " the country?",
                    observed == 0 ? "No" : "Only " + observed,
                    country,
                    Words.number(expected),
                    usual.words())));
  }

  private Optional<Finding> loud(LocalDate day) {
    Trends.Loudest loudest = book.loudest(day);
    if (loudest == null || loudest.events() < LEAST_LOUD) {
      return Optional.empty();
    }
    Usual usual =
        Usual.of(
            book.before(day).stream()
                .map(book::loudest)
                .filter(Objects::nonNull)
                .map(one -> (double) one.events() / one.all())
                .toList());
    double observed = (double) loudest.events() / loudest.all();
    return observed < LOUD || observed < 3 * usual.median()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.LOUD_CLIENT,
                Severity.WARNING,
                day,
                null,
                null,
                observed,
                usual.median(),
                Words.say(
                    "One client has %s of all events of the sessions that closed (%s); the loudest"
                        + " one usually has %s (%s). Its longest session is %s",
                    Words.share(observed),
                    Words.number(loudest.events()),
                    Words.share(usual.median()),
                    usual.words(),
                    loudest.sessionId())));
  }
}
