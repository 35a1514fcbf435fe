package io.tributary.transforms.identity;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.transforms.order.ClientRuns;
import io.tributary.transforms.order.GroupByClient;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.SpillingSorter;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Identity alone: which user each event is of.
 *
 * <p>Input: kept events. Output: each with its resolved user, without a session. Bounded input
 * only.
 */
public final class ResolveIdentity
    extends PTransform<PCollection<Event>, PCollection<SessionedEvent>> {

  private static final long serialVersionUID = 1L;
  private static final long SORT_BYTES = 24L << 20;

  private final Duration horizon;
  private final Links.Source links;

  private ResolveIdentity(Duration horizon, Links.Source links) {
    this.horizon = horizon;
    this.links = links;
  }

  /**
   * @param horizon how long a login counts; exactly that long is within
   */
  public static ResolveIdentity within(Duration horizon) {
    new IdentityFold(horizon, null); // checks it
    return new ResolveIdentity(horizon, null);
  }

  /**
   * @param source links from elsewhere
   */
  public ResolveIdentity withLinks(Links.Source source) {
    return new ResolveIdentity(horizon, source);
  }

  @Override
  public PCollection<SessionedEvent> expand(PCollection<Event> events) {
    return events
        .apply("ByClient", GroupByClient.of(Orders::clientHash, EventCoder.of()))
        .apply(
            "Fold",
            ParDo.of(StepFn.of("analytics.enrich.identity", new IdentityStep(horizon, links))))
        .setCoder(SessionedEventCoder.of());
  }

  private static final class IdentityStep
      implements Step<KV<Long, Iterable<Event>>, SessionedEvent> {
    private static final long serialVersionUID = 1L;
    private final Duration horizon;
    private final Links.Source source;
    private transient Links links;
    private transient IdentityFold fold;
    private transient SpillingSorter<Event> sorter;

    IdentityStep(Duration horizon, Links.Source source) {
      this.horizon = horizon;
      this.source = source;
    }

    @Override
    public void open() {
      links = source == null ? null : source.open();
      fold = new IdentityFold(horizon, links);
      sorter =
          new SpillingSorter<>(
              Orders.CLIENT_THEN_ARRIVAL, EventCoder.of(), e -> e.bytes().length, SORT_BYTES);
    }

    @Override
    public void process(
        KV<Long, Iterable<Event>> group, Consumer<SessionedEvent> out, Counts counts) {
      group.getValue().forEach(sorter::add);
      ClientRuns.forEach(sorter.sorted(), Orders.CLIENT, events -> resolve(events, out));
      sorter.clear();
    }

    private void resolve(Iterator<Event> events, Consumer<SessionedEvent> out) {
      IdentityFold.Memory memory = new IdentityFold.Memory();
      while (events.hasNext()) {
        Event event = events.next();
        out.accept(new SessionedEvent(event, fold.resolve(memory, event), null, 0));
      }
    }

    @Override
    public void close() {
      if (links != null) {
        links.close();
      }
    }
  }
}
