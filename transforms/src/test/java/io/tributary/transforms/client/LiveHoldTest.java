package io.tributary.transforms.client;

import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.telemetry.Counts;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.junit.jupiter.api.Test;

/**
 * Whoever has rows to come holds the watermark, and nobody else. Flink forgets the state of all
 * clients when none of a worker's holds it at the end, also of those whose turn had not come.
 */
class LiveHoldTest {

  private static final long GAP = Rules.defaults().gap().toMillis();
  private static final long OUT_OF_ORDER = Rules.defaults().maxOutOfOrder().toMillis();
  private static final long CLOSED_AT = NOON + GAP + OUT_OF_ORDER;

  private final LiveFold fold = new LiveFold(Rules.defaults(), null, RealTime.NONE);
  private final LiveFold.State state = FakeState.empty();
  private final List<WarehouseRow> rows = new ArrayList<>();
  private final Event event = event("e").build();

  private Queues release(long watermark) {
    return fold.release(state, event.clientKey(), watermark, rows::add, Counts.NONE);
  }

  @Test
  void anEventHoldsItsTimeUntilItIsARow() {
    assertThat(fold.arrive(state, event).hold()).isEqualTo(NOON);
    assertThat(release(NOON + 1).hold()).isEqualTo(NOON);
    assertThat(rows).isEmpty();
  }

  @Test
  void anOpenSessionHoldsTheTimeOfItsRow() {
    fold.arrive(state, event);
    Queues open = release(NOON + OUT_OF_ORDER + 1);
    assertThat(rows).hasSize(1);
    assertThat(open.waiting()).isZero();
    assertThat(open.hold()).isEqualTo(CLOSED_AT).isLessThanOrEqualTo(open.timer());
  }

  @Test
  void anOpenSessionIsClosedAtTheEnd() {
    fold.arrive(state, event);
    release(NOON + OUT_OF_ORDER + 1);
    Queues end = release(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
    assertThat(rows).hasSize(2).last().isInstanceOf(Session.class);
    assertThat(end).isEqualTo(Queues.EMPTY);
  }

  @Test
  void aLaterArrivalDoesNotLoosenTheHold() {
    fold.arrive(state, event);
    release(NOON + OUT_OF_ORDER + 1);
    long later = NOON + GAP - MINUTE;
    Queues both = fold.arrive(state, event("f").received(later).offset(1).build());
    assertThat(both.hold()).isEqualTo(later);
    Queues twice = fold.arrive(state, event("g").received(later + MINUTE).offset(2).build());
    assertThat(twice.hold()).isEqualTo(later);
  }
}
