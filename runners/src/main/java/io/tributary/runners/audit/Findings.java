package io.tributary.runners.audit;

import io.tributary.runners.audit.Finding.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks all rules of all days, and leaves out what another finding explains. */
final class Findings {

  private final DayBook book;
  private final HourRules hours;
  private final VolumeRules volumes;
  private final RejectRules rejects;
  private final LikenessRules likeness;

  Findings(DayBook book, RejectDetails details) {
    this.book = book;
    this.hours = new HourRules(book);
    this.volumes = new VolumeRules(book);
    this.rejects = new RejectRules(book, details);
    this.likeness = new LikenessRules(book);
  }

  /** What is out of line on the days of the window. */
  List<Finding> of(Window window) {
    List<Finding> found = new ArrayList<>();
    for (LocalDate day : book.days()) {
      if (day.toEpochDay() * 86_400_000L >= window.from() && book.hours(day) > 0) {
        found.addAll(of(day));
      }
    }
    found.addAll(
        StoreRules.tail(
            book,
            book.tail().stream()
                .filter(day -> day.toEpochDay() * 86_400_000L >= window.from())
                .toList()));
    return found;
  }

  private List<Finding> of(LocalDate day) {
    List<Finding> found = new ArrayList<>(hours.of(day));
    double renamed =
        found.stream()
            .filter(finding -> finding.kind() == Kind.TYPE_RENAMED)
            .mapToDouble(Finding::expected)
            .sum();
    found.addAll(rejects.of(day, renamed));
    found.addAll(volumes.of(day, explained(found)));
    found.addAll(likeness.of(day));
    return found;
  }

  private static Set<String> explained(List<Finding> found) {
    Set<String> explained = new HashSet<>();
    for (Finding finding : found) {
      switch (finding.kind()) {
        case HOURS_EMPTY -> explained.add(null);
        case TYPE_VANISHED, TYPE_RENAMED -> explained.add(finding.subject());
        default -> {
          // says nothing about a volume
        }
      }
    }
    return explained;
  }

  /** Warnings first, the newest day first, what is of no day before. */
  static List<Finding> sorted(List<Finding> findings) {
    Comparator<LocalDate> newestFirst = Comparator.reverseOrder();
    return findings.stream()
        .sorted(
            Comparator.comparing(Finding::severity)
                .thenComparing(Finding::day, Comparator.nullsFirst(newestFirst))
                .thenComparing(Finding::kind)
                .thenComparing(Finding::subject, Comparator.nullsFirst(Comparator.naturalOrder())))
        .toList();
  }
}
