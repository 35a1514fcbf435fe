package io.tributary.transforms.order;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SpillingSorterProperties {

  @Property(seed = "20260302", tries = 300)
  void sortsAsAListDoes(
      @ForAll("events") List<Event> events, @ForAll @IntRange(min = 1, max = 3000) int budget) {
    List<Event> expected = new ArrayList<>(events);
    expected.sort(Orders.IDENTITY_THEN_ARRIVAL);
    try (SpillingSorter<Event> sorter =
        new SpillingSorter<>(
            Orders.IDENTITY_THEN_ARRIVAL, EventCoder.of(), e -> e.bytes().length, budget)) {
      for (int round = 0; round < 2; round++) {
        events.forEach(sorter::add);
        assertThat(sorter.sorted()).toIterable().containsExactlyElementsOf(expected);
        sorter.clear();
      }
    }
  }

  /** Ids with the same beginning, of one and of several bytes a character. */
  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "aa", "a\u0000", "\u00e4", "\ud83d\ude00", "\uffff"),
            Arbitraries.integers().between(0, 3))
        .as((id, millis) -> event(id).received(NOON + millis))
        .list()
        .ofMaxSize(40)
        .map(
            builders -> {
              List<Event> events = new ArrayList<>();
              builders.forEach(e -> events.add(e.offset(100 - events.size()).build()));
              return events;
            });
  }

  @Property(seed = "20260302")
  void identitiesAreTogetherAndInTheOrderOfArrival(@ForAll("events") List<Event> events) {
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort(Orders.IDENTITY_THEN_ARRIVAL);

    List<String> runs = new ArrayList<>();
    for (Event event : sorted) {
      if (runs.isEmpty() || !runs.get(runs.size() - 1).equals(event.eventId())) {
        runs.add(event.eventId());
      }
    }
    assertThat(runs).doesNotHaveDuplicates();
    for (String id : runs) {
      assertThat(sorted)
          .filteredOn(event -> event.eventId().equals(id))
          .isSortedAccordingTo(
              Comparator.comparingLong(Event::receivedAt)
                  .thenComparingLong(event -> event.coordinate().offset()));
    }
  }
}
