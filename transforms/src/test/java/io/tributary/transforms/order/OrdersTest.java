package io.tributary.transforms.order;

import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static io.tributary.transforms.Records.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class OrdersTest {

  private static final long TEN = 10 * MINUTE;

  @Test
  void arrivalIsByTimeThenTopicThenPartitionThenOffset() {
    assertThat(
            new Event[] {
              arrived(1, "a", 9, 9),
              arrived(2, "a", 1, 2),
              arrived(2, "a", 1, 10),
              arrived(2, "a", 2, 1),
              arrived(2, "a", 10, 0),
              arrived(2, "b", 0, 0),
            })
        .isSortedAccordingTo(Orders.ARRIVAL);
  }

  @Test
  void sessionsAreByEffectiveTimeThenArrival() {
    Comparator<SessionedEvent> order = Orders.effective(Duration.ofMinutes(10));

    assertThat(
            new SessionedEvent[] {
              late(NOON - MINUTE, NOON), // effective 11:59
              late(NOON, NOON), // 12:00 by its own time, received first
              late(NOON - 60 * MINUTE, NOON + TEN), // 12:00 as ten minutes old
              late(NOON + 1, NOON + 1),
            })
        .isSortedAccordingTo(order);
  }

  @Test
  void anEventIsLateWhenItIsOlderThanTheOrderAllows() {
    assertThat(Orders.isLate(late(NOON - TEN, NOON).event(), TEN)).isFalse();
    assertThat(Orders.isLate(late(NOON - TEN - 1, NOON).event(), TEN)).isTrue();
  }

  @Test
  void theEffectiveTimeIsTheEventsOwnUnlessItIsLate() {
    assertThat(Orders.effectiveTime(late(NOON - TEN, NOON).event(), TEN)).isEqualTo(NOON - TEN);
    assertThat(Orders.effectiveTime(late(NOON - TEN - 1, NOON).event(), TEN)).isEqualTo(NOON - TEN);
    assertThat(Orders.effectiveTime(late(NOON, NOON).event(), TEN)).isEqualTo(NOON);
  }

  private static Event arrived(long millis, String topic, int partition, long offset) {
    return event("e")
        .received(NOON + millis)
        .coordinate(new Coordinate(topic, partition, offset))
        .build();
  }

  private static SessionedEvent late(long time, long received) {
    return kept(event("e").timestamp(time).received(received).build());
  }
}
