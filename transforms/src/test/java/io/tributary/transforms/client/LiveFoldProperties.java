package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.Records;
import io.tributary.transforms.telemetry.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The law of the stream: what is folded as it comes is what is folded when all is there. */
class LiveFoldProperties {

  private static final long END = Long.MAX_VALUE;

  @Property(seed = "20260302", tries = 800, shrinking = ShrinkingMode.OFF)
  void liveRowsAreTheRowsOfAReplay(@ForAll Histories histories, @ForAll long seed) {
    assertLaw(Rules.defaults(), histories.of(seed), seed);
  }

  @Property(seed = "20260302", tries = 800, shrinking = ShrinkingMode.OFF)
  void soTheyAreWithEverySettingThatIsAllowed(
      @ForAll("settings") Rules rules, @ForAll Histories histories, @ForAll long seed) {
    assertLaw(rules, histories.of(seed), seed);
  }

  @Property(seed = "20260302", tries = 300, shrinking = ShrinkingMode.OFF)
  void noRowIsOlderThanTheHoldUnderWhichItWaited(@ForAll Histories histories, @ForAll long seed) {
    Live live = new Live(Rules.defaults(), RealTime.NONE, seed);
    live.run(histories.of(seed));

    assertThat(live.rowsBehindTheirHold).isEmpty();
  }

  @Property(seed = "20260302", tries = 200, shrinking = ShrinkingMode.OFF)
  void aClientThatStaysAwayIsForgotten(@ForAll Histories histories, @ForAll long seed) {
    Live live = new Live(Rules.defaults(), RealTime.NONE, seed);
    live.arriveAll(histories.of(seed));
    live.advanceTo(live.last + 4 * DAY);

    assertThat(FakeState.size(live.state)).isZero();
  }

  @Property(seed = "20260302", tries = 200, shrinking = ShrinkingMode.OFF)
  void realTimeEventsAreTheKeptOnesAndComeWithoutASession(
      @ForAll Histories histories, @ForAll long seed) {
    List<Event> events = histories.of(seed);
    long since = MIDNIGHT + 2 * DAY;
    Set<String> types = Set.of(events.get(0).eventType());
    Live live = new Live(Rules.defaults(), new RealTime(types, since), seed);
    live.run(events);

    List<String> realTime =
        live.rows.stream().filter(LiveFoldProperties::isRealTime).map(this::place).toList();
    List<String> kept =
        live.rows.stream()
            .filter(row -> row instanceof SessionedEvent && !isRealTime(row))
            .filter(row -> row.partitionTime() >= since)
            .map(this::place)
            .toList();
    assertThat(realTime).containsExactlyInAnyOrderElementsOf(kept);
  }

  @Example
  void stateOfAClientThatNeverRestsDoesNotGrowFromDayToDay() {
    Live live = new Live(Rules.defaults(), RealTime.NONE, 1);
    List<Integer> sizes = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      for (int i = 0; i < 24 * 12; i++) {
        long now = MIDNIGHT + day * DAY + i * 5 * MINUTE;
        int number = day * 1000 + i;
        live.arrive(
            event("e" + number)
                .offset(number)
                .content(number)
                .timestamp(now)
                .received(now)
                .build());
        live.advanceTo(now);
      }
      sizes.add(FakeState.size(live.state));
    }

    assertThat(sizes.subList(2, 7)).allMatch(size -> size <= sizes.get(1) + 12);
  }

  @Example
  void aSessionClosesWithoutAFurtherEvent() {
    Live live = new Live(Rules.defaults(), RealTime.NONE, 1);
    live.arrive(event("1").offset(1).timestamp(MIDNIGHT).received(MIDNIGHT).build());
    live.advanceTo(MIDNIGHT + 40 * MINUTE);
    assertThat(live.rows).hasSize(1);
    live.advanceTo(MIDNIGHT + 40 * MINUTE + 1);

    assertThat(live.rows).hasSize(2).last().isInstanceOf(Session.class);
    assertThat(live.rows.get(1).partitionTime()).isEqualTo(MIDNIGHT + 40 * MINUTE);
  }

  @Example
  void anEventBehindTheWatermarkIsFoldedAllTheSame() {
    Live live = new Live(Rules.defaults(), RealTime.NONE, 1);
    live.arrive(event("1").offset(1).content(1).received(MIDNIGHT + 2 * HOUR).build());
    live.advanceTo(MIDNIGHT + 3 * HOUR);
    live.arrive(event("2").offset(2).content(2).received(MIDNIGHT + HOUR).build());
    live.advanceTo(MIDNIGHT + 3 * HOUR + 1);

    assertThat(live.rows).filteredOn(row -> row instanceof SessionedEvent).hasSize(2);
  }

  @Provide
  Arbitrary<Rules> settings() {
    return Combinators.combine(
            Arbitraries.of("PT1M", "PT30M", "PT2H", "PT12H"),
            Arbitraries.of("PT0S", "PT10M", "PT12H"))
        .as(Records::rules);
  }

  private static void assertLaw(Rules rules, List<Event> events, long seed) {
    Live live = new Live(rules, RealTime.NONE, seed);
    live.run(events);

    assertThat(live.rows.stream().map(ClientRows::describe).sorted())
        .isEqualTo(
            ClientRows.follow(rules, events, Long.MAX_VALUE).stream()
                .map(ClientRows::describe)
                .sorted()
                .toList());
  }

  private static boolean isRealTime(WarehouseRow row) {
    return row instanceof SessionedEvent event && event.sessionId() == null;
  }

  private String place(WarehouseRow row) {
    SessionedEvent event = (SessionedEvent) row;
    return event + " of " + event.resolvedUserId();
  }

  /**
   * One client under a watermark that moves by leaps, and a timer that fires as a runner's does.
   */
  private static final class Live {
    private final LiveFold fold;
    private final Random random;
    private final LiveFold.State state = FakeState.empty();
    private final List<WarehouseRow> rows = new ArrayList<>();
    private final List<WarehouseRow> rowsBehindTheirHold = new ArrayList<>();
    private Queues queues = Queues.EMPTY;
    private long watermark = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    Live(Rules rules, RealTime realTime, long seed) {
      this.fold = new LiveFold(rules, null, realTime);
      this.random = new Random(seed);
    }

    void run(List<Event> events) {
      arriveAll(events);
      advanceTo(END);
      assertThat(FakeState.size(state)).isZero();
    }

    /** Partitions are read unevenly: what was received earlier may come a while later. */
    void arriveAll(List<Event> events) {
      long skew = new long[] {1, MINUTE, HOUR}[random.nextInt(3)];
      List<Event> arrivals = new ArrayList<>(events);
      List<Long> turns = new ArrayList<>();
      events.forEach(e -> turns.add(e.receivedAt() + random.nextInt((int) skew)));
      arrivals.sort(
          Comparator.comparing((Event e) -> turns.get(events.indexOf(e)))
              .thenComparing(Event::coordinate));
      for (int i = 0; i < arrivals.size(); i++) {
        arrive(arrivals.get(i));
        if (random.nextInt(3) == 0) {
          advanceTo(
              arrivals.subList(i + 1, arrivals.size()).stream()
                  .mapToLong(Event::receivedAt)
                  .min()
                  .orElse(last));
        }
      }
    }

    void arrive(Event event) {
      queues = fold.arrive(state, event);
      last = Math.max(last, event.receivedAt());
    }

    void advanceTo(long to) {
      watermark = Math.max(watermark, to);
      while (queues.timer() < watermark) {
        long before = queues.timer();
        long hold = Math.min(queues.hold(), before);
        queues =
            fold.release(
                state,
                event("any").build().clientKey(),
                watermark,
                row -> {
                  rows.add(row);
                  if (row.partitionTime() < hold) {
                    rowsBehindTheirHold.add(row);
                  }
                },
                Counts.NONE);
        assertThat(queues.timer()).as("the next turn lies ahead").isGreaterThanOrEqualTo(watermark);
      }
    }
  }
}
