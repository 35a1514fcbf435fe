package io.tributary.transforms.dedup;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.order.ClientRuns;
import io.tributary.transforms.order.GroupByClient;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.SpillingSorter;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Dedup alone, for who wants no sessions.
 *
 * <p>Input: events. Output, for each of them exactly one row: the event without a session, a
 * duplicate, or a dead letter where its id was reused. Bounded input only.
 */
public final class Dedup extends PTransform<PCollection<Event>, PCollection<WarehouseRow>> {

  private static final long serialVersionUID = 1L;
  private static final long SORT_BYTES = 24L << 20;

  private final Duration horizon;

  private Dedup(Duration horizon) {
    this.horizon = horizon;
  }

  /**
   * @param horizon how long a record is remembered; exactly that long is within
   */
  public static Dedup within(Duration horizon) {
    new DedupFold(horizon); // checks it
    return new Dedup(horizon);
  }

  @Override
  public PCollection<WarehouseRow> expand(PCollection<Event> events) {
    return events
        .apply("ByClient", GroupByClient.of(Orders::clientHash, EventCoder.of()))
        .apply("Fold", ParDo.of(StepFn.of("analytics.deduplicate", new DedupStep(horizon))))
        .setCoder(WarehouseRowCoder.of());
  }

  private static final class DedupStep implements Step<KV<Long, Iterable<Event>>, WarehouseRow> {
    private static final long serialVersionUID = 1L;
    private final Duration horizon;
    private transient DedupRows rows;
    private transient SpillingSorter<Event> sorter;

    DedupStep(Duration horizon) {
      this.horizon = horizon;
    }

    @Override
    public void open() {
      rows = new DedupRows(horizon);
      sorter =
          new SpillingSorter<>(
              Orders.IDENTITY_THEN_ARRIVAL, EventCoder.of(), e -> e.bytes().length, SORT_BYTES);
    }

    @Override
    public void process(
        KV<Long, Iterable<Event>> group, Consumer<WarehouseRow> out, Counts counts) {
      group.getValue().forEach(sorter::add);
      ClientRuns.forEach(
          sorter.sorted(),
          Orders.CLIENT,
          events ->
              rows.decide(
                  events.first().clientKey(),
                  events,
                  event -> out.accept(new SessionedEvent(event, null, null, 0)),
                  out,
                  counts));
      sorter.clear();
    }
  }
}
