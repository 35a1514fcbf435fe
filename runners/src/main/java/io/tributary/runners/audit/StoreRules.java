package io.tributary.runners.audit;

import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is odd about raw store and tables as such, whatever the days before were like. */
final class StoreRules {

  private StoreRules() {}

  /** One finding for each topic. */
  static List<Finding> gaps(List<PartitionOffsets> partitions, Ledger ledger) {
    SortedMap<String, List<PartitionOffsets>> byTopic = new TreeMap<>();
    for (PartitionOffsets each : partitions) {
      if (each.gaps() > 0) {
        byTopic.computeIfAbsent(each.topic(), added -> new ArrayList<>()).add(each);
      }
    }
    List<Finding> found = new ArrayList<>();
    byTopic.forEach((topic, of) -> found.add(gap(topic, of, ledger.orphaned() > 0)));
    return found;
  }

  private static Finding gap(String topic, List<PartitionOffsets> of, boolean hasOrphans) {
    long absent = of.stream().mapToLong(PartitionOffsets::absent).sum();
    String first =
        of.get(0).examples().stream()
            .findFirst()
            .map(
                gap ->
                    Words.say(
                        " (the first in partition %s, from %s to %s)",
                        of.get(0).partition(), gap.first(), gap.last()))
            .orElse("");
    return new Finding(
        Kind.OFFSET_GAP,
        hasOrphans ? Severity.WARNING : Severity.NOTE,
        null,
        null,
        topic,
        absent,
        0,
        Words.say(
            "The raw store lacks %s offsets of topic %s, in %s gaps of %s partitions%s; %s",
            Words.number(absent),
            topic,
            Words.number(of.stream().mapToLong(PartitionOffsets::gaps).sum()),
            of.size(),
            first,
            hasOrphans
                ? "rows of such offsets are in the tables, so raw records were removed"
                : "compacted and transactional topics have such gaps, others do not"));
  }

  static List<Finding> conflicts(long coordinates, String example) {
    return coordinates == 0
        ? List.of()
        : List.of(
            new Finding(
                Kind.RAW_CONFLICT,
                Severity.WARNING,
                null,
                null,
                example,
                coordinates,
                0,
                Words.say(
                    "%s coordinates stand in the raw store with several contents, such as %s: was a"
                        + " topic deleted and made anew? A replay refuses them",
                    Words.number(coordinates), example)));
  }

  static List<Finding> sessions(SessionCheck check) {
    return check.agrees()
        ? List.of()
        : List.of(
            new Finding(
                Kind.SESSIONS_DIFFER,
                Severity.WARNING,
                null,
                null,
                "sessions",
                check.differing() + check.lost(),
                0,
                Words.say(
                    "%s of %s sessions say another number of events than there are rows, and %s"
                        + " sessions that should have closed have no row",
                    Words.number(check.differing()),
                    Words.number(check.sessions()),
                    Words.number(check.lost()))));
  }

  static List<Finding> behind(Collection<LocalDate> days) {
    return days.stream()
        .map(
            day ->
                new Finding(
                    Kind.BEHIND_WATERMARK,
                    Severity.NOTE,
                    day,
                    null,
                    null,
                    1,
                    0,
                    "Records of the day came behind the stream's watermark; a replay of the day"
                        + " makes it exact"))
        .toList();
  }

  /**
   * The few rows after the data end.
   *
   * @param days those days
   */
  static List<Finding> tail(DayBook book, List<LocalDate> days) {
    if (days.isEmpty()) {
      return List.of();
    }
    double rows = days.stream().mapToDouble(book::total).sum();
    LocalDate first = days.get(0);
    Usual usual = book.usual(first, book::total);
    return List.of(
        new Finding(
            Kind.DATA_END,
            Severity.NOTE,
            first,
            null,
            null,
            rows,
            usual.median(),
            Words.say(
                "The data end: only %s records were received from this day on, where %s a day are"
                    + " usual (%s). These days are not judged",
                Words.number(rows), Words.number(usual.median()), usual.words())));
  }
}
