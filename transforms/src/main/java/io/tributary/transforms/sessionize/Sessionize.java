package io.tributary.transforms.sessionize;

import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.order.ClientRuns;
import io.tributary.transforms.order.GroupByClient;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.SpillingSorter;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.Comparator;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sessions alone.
 *
 * <p>Input: kept events without a session. Output: each with its session, and a row for each
 * closing of a session. Bounded input only.
 */
public final class Sessionize
    extends PTransform<PCollection<SessionedEvent>, PCollection<WarehouseRow>> {

  private static final long serialVersionUID = 1L;
  private static final long SORT_BYTES = 24L << 20;
  private static final Comparator<SessionedEvent> BY_CLIENT =
      Comparator.comparing(SessionedEvent::event, Orders.CLIENT);

  private final Rules rules;

  private Sessionize(Rules rules) {
    this.rules = rules;
  }

  /**
   * @param rules gap and out-of-orderness
   */
  public static Sessionize by(Rules rules) {
    return new Sessionize(rules);
  }

  @Override
  public PCollection<WarehouseRow> expand(PCollection<SessionedEvent> events) {
    return events
        .apply(
            "ByClient",
            GroupByClient.of(e -> Orders.clientHash(e.event()), SessionedEventCoder.of()))
        .apply("Fold", ParDo.of(StepFn.of("analytics.sessionize", new SessionStep(rules))))
        .setCoder(WarehouseRowCoder.of());
  }

  private static final class SessionStep
      implements Step<KV<Long, Iterable<SessionedEvent>>, WarehouseRow> {
    private static final long serialVersionUID = 1L;
    private final Rules rules;
    private transient SessionFold fold;
    private transient SpillingSorter<SessionedEvent> sorter;

    SessionStep(Rules rules) {
      this.rules = rules;
    }

    @Override
    public void open() {
      fold = new SessionFold(rules);
      sorter =
          new SpillingSorter<>(
              BY_CLIENT.thenComparing(Orders.effective(rules.maxOutOfOrder())),
              SessionedEventCoder.of(),
              e -> e.event().bytes().length,
              SORT_BYTES);
    }

    @Override
    public void process(
        KV<Long, Iterable<SessionedEvent>> group, Consumer<WarehouseRow> out, Counts counts) {
      group.getValue().forEach(sorter::add);
      ClientRuns.forEach(sorter.sorted(), BY_CLIENT, events -> follow(events, out, counts));
      sorter.clear();
    }

    private void follow(
        ClientRuns.Run<SessionedEvent> events, Consumer<WarehouseRow> out, Counts counts) {
      SessionFold.Memory memory = new SessionFold.Memory(events.first().event().clientKey());
      while (events.hasNext()) {
        out.accept(fold.accept(memory, events.next(), out, counts));
      }
      fold.finish(memory, out, counts);
    }
  }
}
