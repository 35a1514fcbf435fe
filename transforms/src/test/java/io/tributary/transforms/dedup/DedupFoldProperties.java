package io.tributary.transforms.dedup;

import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.transforms.dedup.DedupFold.Copy;
import io.tributary.transforms.dedup.DedupFold.Decision;
import io.tributary.transforms.dedup.DedupFold.Kept;
import io.tributary.transforms.dedup.DedupFold.Memory;
import io.tributary.transforms.dedup.DedupFold.Reused;
import io.tributary.transforms.order.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DedupFoldProperties {

  private static final long DAY = 24 * HOUR;

  @Property(seed = "20260302")
  void saysWhatTheRuleSays(@ForAll("records") List<Event> unordered) {
    List<Event> events = new ArrayList<>(unordered);
    events.sort(Orders.ARRIVAL);
    DedupFold fold = new DedupFold(Duration.ofHours(24));
    Memory memory = new Memory();
    for (int i = 0; i < events.size(); i++) {
      assertThat(fold.decide(memory, events.get(i)))
          .describedAs("record %d of %d", i, events.size())
          .isEqualTo(byTheRule(events, i));
    }
  }

  /** The rule as it is written: looks at every record received in the 24 h before, kept or not. */
  private static Decision byTheRule(List<Event> events, int index) {
    Event event = events.get(index);
    Event other = null;
    for (int i = index - 1; i >= 0; i--) {
      Event before = events.get(i);
      if (before.receivedAt() >= event.receivedAt() - DAY) {
        if (before.fingerprint().equals(event.fingerprint())) {
          return new Copy(before.coordinate(), before.receivedAt());
        }
        other = other == null ? before : other;
      }
    }
    return other == null ? new Kept() : new Reused(other.coordinate());
  }

  /** Records of one id on a grid of six hours and a millisecond, so that 24 h sharp is common. */
  @Provide
  Arbitrary<List<Event>> records() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(-1, 1),
            Arbitraries.longs().between(1, 3))
        .as(Record::new)
        .list()
        .ofMaxSize(12)
        .map(
            records -> {
              List<Event> events = new ArrayList<>();
              for (Record record : records) {
                events.add(
                    event("id")
                        .offset(events.size())
                        .received(NOON + record.sixHours * 6 * HOUR + record.millis)
                        .content(record.content)
                        .build());
              }
              return events;
            });
  }

  private record Record(int sixHours, int millis, long content) {}
}
