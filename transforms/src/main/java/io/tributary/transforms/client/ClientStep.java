package io.tributary.transforms.client;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.dedup.DedupRows;
import io.tributary.transforms.identity.IdentityFold;
import io.tributary.transforms.identity.Links;
import io.tributary.transforms.order.ClientRuns;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.SpillingSorter;
import io.tributary.transforms.sessionize.SessionFold;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.KV;

/** One client after the other: three sorts, three folds. */
final class ClientStep implements Step<KV<Long, Iterable<Outcome<Event>>>, WarehouseRow> {

  private static final long serialVersionUID = 1L;
  private static final int EVENT_OVERHEAD = 400;

  private final Rules rules;
  private final Links.Source linksSource;
  private final long sortBytes;

  private transient Links links;
  private transient DedupRows dedup;
  private transient IdentityFold identity;
  private transient SessionFold sessions;
  private transient SpillingSorter<Event> byIdentity;
  private transient SpillingSorter<Event> byArrival;
  private transient SpillingSorter<SessionedEvent> byEffectiveTime;

  ClientStep(Rules rules, Links.Source links, long sortBytes) {
    this.rules = rules;
    this.linksSource = links;
    this.sortBytes = sortBytes;
  }

  @Override
  public void open() {
    links = linksSource == null ? null : linksSource.open();
    dedup = new DedupRows(Rules.DEDUP_HORIZON);
    identity = new IdentityFold(Rules.IDENTITY_HORIZON, links);
    sessions = new SessionFold(rules);
    byIdentity =
        new SpillingSorter<>(
            Orders.IDENTITY_THEN_ARRIVAL, EventCoder.of(), ClientStep::weight, sortBytes);
    byArrival =
        new SpillingSorter<>(Orders.ARRIVAL, EventCoder.of(), ClientStep::weight, sortBytes);
    byEffectiveTime =
        new SpillingSorter<>(
            Orders.effective(rules.maxOutOfOrder()),
            SessionedEventCoder.of(),
            next -> weight(next.event()),
            sortBytes);
  }

  @Override
  public void process(
      KV<Long, Iterable<Outcome<Event>>> group, Consumer<WarehouseRow> out, Counts counts) {
    for (Outcome<Event> outcome : group.getValue()) {
      if (outcome instanceof Outcome.Ok<Event> ok) {
        byIdentity.add(ok.value());
      } else if (outcome instanceof Outcome.Rejected<Event> rejected) {
        out.accept(new DeadLetter(rejected.failure()));
      }
    }
    ClientRuns.forEach(byIdentity.sorted(), Orders.CLIENT, events -> follow(events, out, counts));
    byIdentity.clear();
  }

  private void follow(ClientRuns.Run<Event> events, Consumer<WarehouseRow> out, Counts counts) {
    ClientKey key = events.first().clientKey();
    dedup.decide(key, events, byArrival::add, out, counts);
    resolve(byArrival.sorted());
    byArrival.clear();
    sessionize(key, byEffectiveTime.sorted(), out, counts);
    byEffectiveTime.clear();
  }

  private void resolve(Iterator<Event> kept) {
    IdentityFold.Memory memory = new IdentityFold.Memory();
    while (kept.hasNext()) {
      Event event = kept.next();
      byEffectiveTime.add(new SessionedEvent(event, identity.resolve(memory, event), null, 0));
    }
  }

  private void sessionize(
      ClientKey key, Iterator<SessionedEvent> resolved, Consumer<WarehouseRow> out, Counts counts) {
    SessionFold.Memory memory = new SessionFold.Memory(key);
    long maxOutOfOrder = rules.maxOutOfOrder().toMillis();
    while (resolved.hasNext()) {
      SessionedEvent next = sessions.accept(memory, resolved.next(), out, counts);
      if (Orders.isLate(next.event(), maxOutOfOrder)) {
        counts.add(Measure.EVENTS_LATE);
      }
      out.accept(next);
    }
    sessions.finish(memory, out, counts);
  }

  @Override
  public void close() {
    if (links != null) {
      links.close();
    }
  }

  private static long weight(Event event) {
    return event.bytes().length + EVENT_OVERHEAD;
  }
}
