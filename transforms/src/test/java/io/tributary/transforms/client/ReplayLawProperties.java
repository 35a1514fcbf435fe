package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.Records;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The law of the replay: a range of days computed from what a bounded replay reads has the same
 * rows as the range of a computation over everything.
 */
class ReplayLawProperties {

  // The first seed that breaks the law is as good as any: seeds do not shrink.
  @Property(seed = "20260302", tries = 1500, shrinking = ShrinkingMode.OFF)
  void aReplayOfSomeDaysWritesWhatAReplayOfAllWrites(
      @ForAll Histories histories, @ForAll long seed) {
    assertLaw(Rules.defaults(), histories, seed);
  }

  @Property(seed = "20260302", tries = 1000, shrinking = ShrinkingMode.OFF)
  void soItDoesWithEverySettingThatIsAllowed(
      @ForAll("settings") Rules rules, @ForAll Histories histories, @ForAll long seed) {
    assertLaw(rules, histories, seed);
  }

  @Property(seed = "20260302", tries = 200, shrinking = ShrinkingMode.OFF)
  void theOrderInWhichRecordsAreReadDoesNotCount(@ForAll Histories histories, @ForAll long seed) {
    List<Event> events = histories.of(seed);
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(rows(Rules.defaults(), shuffled, Long.MAX_VALUE))
        .isEqualTo(rows(Rules.defaults(), events, Long.MAX_VALUE));
  }

  @Property(seed = "20260302", tries = 40, shrinking = ShrinkingMode.OFF)
  void aClientThatDoesNotFitInMemoryHasTheSameRows(@ForAll Histories histories, @ForAll long seed) {
    List<Event> events = histories.of(seed);

    assertThat(rows(Rules.defaults(), events, 10_000))
        .isEqualTo(rows(Rules.defaults(), events, Long.MAX_VALUE));
  }

  @Property(seed = "20260302", tries = 200, shrinking = ShrinkingMode.OFF)
  void everyRecordBecomesExactlyOneRow(@ForAll Histories histories, @ForAll long seed) {
    List<Event> events = histories.of(seed);

    assertThat(rows(Rules.defaults(), events, Long.MAX_VALUE))
        .filteredOn(row -> !row.startsWith("session"))
        .hasSameSizeAs(events);
  }

  /** Sessions of events that are days late must not be counted from wherever the reading began. */
  @Example
  void aClockThatStandsStillGivesTheSameSessionsWhereverTheReadingBegins() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(
          event("e" + i)
              .offset(i)
              .content(i)
              .timestamp(MIDNIGHT - 3 * DAY)
              .received(MIDNIGHT + 2 * HOUR + i * 23 * HOUR)
              .build());
    }

    assertLaw(Rules.defaults(), events, MIDNIGHT + 5 * DAY, MIDNIGHT + 7 * DAY);
  }

  @Provide
  Arbitrary<Rules> settings() {
    return Combinators.combine(
            Arbitraries.of("PT1M", "PT30M", "PT2H", "PT12H"),
            Arbitraries.of("PT0S", "PT10M", "PT12H"))
        .as(Records::rules);
  }

  private static void assertLaw(Rules rules, Histories histories, long seed) {
    Random random = new Random(~seed);
    long from = MIDNIGHT + (4 + random.nextInt(4)) * DAY;
    long to = from + (1 + random.nextInt(2)) * DAY;
    assertLaw(rules, histories.of(seed), from, to);
  }

  private static void assertLaw(Rules rules, List<Event> events, long from, long to) {
    long readFrom = from - Rules.LOOK_BACK.toMillis();
    long readTo = to + rules.maxOutOfOrder().toMillis();
    List<Event> read = new ArrayList<>(events);
    read.removeIf(event -> event.receivedAt() < readFrom || event.receivedAt() >= readTo);

    assertThat(within(ClientRows.follow(rules, read, Long.MAX_VALUE), from, to))
        .isEqualTo(within(ClientRows.follow(rules, events, Long.MAX_VALUE), from, to));
  }

  private static List<String> within(List<WarehouseRow> rows, long from, long to) {
    return rows.stream()
        .filter(row -> row.partitionTime() >= from && row.partitionTime() < to)
        .map(ClientRows::describe)
        .sorted()
        .toList();
  }

  private static List<String> rows(Rules rules, List<Event> events, long sortBytes) {
    return ClientRows.follow(rules, events, sortBytes).stream()
        .map(ClientRows::describe)
        .sorted()
        .toList();
  }
}
