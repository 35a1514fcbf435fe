package io.tributary.transforms.sessionize;

import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.event;
import static io.tributary.transforms.Records.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.Records.EventBuilder;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One client's events through the fold, by hand and in the order of the fold. */
abstract class FoldedClient {

  static final long GAP = 30 * MINUTE;
  static final long OUT_OF_ORDER = 10 * MINUTE;

  private final SessionFold fold = new SessionFold(Rules.defaults());
  private final SessionFold.Memory memory = new SessionFold.Memory(ClientKey.ofAnonymous("anon"));
  final List<Session> rows = new ArrayList<>();
  final Map<Measure, Long> counted = new EnumMap<>(Measure.class);
  private final Counts counts = (measure, n) -> counted.merge(measure, n, Long::sum);
  private int events;
  private long lastEffective = Long.MIN_VALUE;

  SessionedEvent at(long time) {
    return at(time, time);
  }

  SessionedEvent at(long time, long received) {
    return add(event("e" + events).timestamp(time).received(received));
  }

  SessionedEvent add(EventBuilder builder) {
    SessionedEvent next = kept(builder.offset(events++).build());
    long effective = Orders.effectiveTime(next.event(), OUT_OF_ORDER);
    assertThat(effective).describedAs("the test's order").isGreaterThanOrEqualTo(lastEffective);
    lastEffective = effective;
    return fold.accept(memory, next, rows::add, counts);
  }

  void finish() {
    fold.finish(memory, rows::add, counts);
  }
}
