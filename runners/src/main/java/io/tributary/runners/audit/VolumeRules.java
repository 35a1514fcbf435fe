package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Days with fewer or many more events than usual, of all types and of each. */
final class VolumeRules {

  /** What a day must lack before it is told: a part of the usual. */
  private static final double DROP = 0.25;

  /** The same where only one or two days can be compared with. */
  private static final double DROP_FEW_DAYS = 0.5;

  private static final double SIGMAS = 4;

  /** Fewer events a day say nothing. */
  private static final double LEAST = 100;

  private final DayBook book;

  VolumeRules(DayBook book) {
    this.book = book;
  }

  /**
   * Looks at a day.
   *
   * @param explained types about which there is a finding already; null among them for all
   */
  List<Finding> of(LocalDate day, Set<String> explained) {
    List<Finding> found = new ArrayList<>();
    Predicate<Count> loaded = count -> count.state() == State.LOADED;
    Optional<Finding> all = look(day, null, loaded);
    all.filter(finding -> !explained.contains(null)).ifPresent(found::add);
    double whole = all.map(finding -> finding.observed() / finding.expected()).orElse(1.0);
    for (String type : book.typesUntil(day)) {
      if (!explained.contains(type)) {
        look(day, type, loaded.and(count -> type.equals(count.type())))
            .filter(finding -> !follows(finding.observed() / finding.expected(), whole))
            .filter(finding -> !explained.contains(null) || finding.kind() == Kind.VOLUME_RISE)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Whether a type changed about as all did. */
  private static boolean follows(double change, double whole) {
    return whole != 1 && change > 0.7 * whole && change < 1.4 * whole;
  }

  private Optional<Finding> look(LocalDate day, String type, Predicate<Count> which) {
    int hours = book.hours(day);
    Usual usual = book.usual(day, before -> book.rows(before, hours, which));
    double observed = book.rows(day, hours, which);
    double expected = usual.median();
    if (usual.days() == 0 || Math.max(observed, expected) < LEAST || hours == 0) {
      return Optional.empty();
    }
    double noise = SIGMAS * (usual.spread() + 2 * Math.sqrt(expected));
    boolean isDrop =
        expected - observed > Math.max(noise, expected * (usual.isSteady() ? DROP : DROP_FEW_DAYS));
    boolean isRise =
        expected > 0 && observed > usual.manyTimes() * expected && observed - expected > noise;
    if (!isDrop && !isRise || isLikeAWeekAgo(day, hours, which, observed)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            isDrop ? Kind.VOLUME_DROP : Kind.VOLUME_RISE,
            isDrop ? Severity.WARNING : Severity.NOTE,
            day,
            null,
            type,
            observed,
            expected,
            Words.say(
                "%s events%s came%s, %s %s than the usual %s (%s)",
                Words.number(observed),
                type == null ? "" : " of " + type,
                hours < DayBook.HOURS ? " until " + Words.hour(hours) : "",
                isDrop
                    ? Words.share((expected - observed) / expected)
                    : Words.say("%.1f times", observed / expected),
                isDrop ? "fewer" : "more",
                Words.number(expected),
                usual.words())));
  }

  /** Whether the same day of the week before was no different: a weekend is no accident. */
  private boolean isLikeAWeekAgo(
      LocalDate day, int hours, Predicate<Count> which, double observed) {
    LocalDate weekAgo = day.minusDays(Window.DAYS_BEFORE);
    double then = book.rows(weekAgo, hours, which);
    return then > 0 && observed >= (1 - DROP) * then && observed <= 2 * then;
  }
}
