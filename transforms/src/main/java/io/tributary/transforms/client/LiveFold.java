package io.tributary.transforms.client;

import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.dedup.DedupFold;
import io.tributary.transforms.dedup.DedupRows;
import io.tributary.transforms.identity.IdentityFold;
import io.tributary.transforms.identity.Links;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.Place;
import io.tributary.transforms.sessionize.SessionFold;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * The folds over one client's events as they come. An event waits twice: until every event received
 * before it is there, then it is deduplicated and its user is resolved; and until every event that
 * comes before it in the order of sessions is there, which is {@code max_out_of_order} later. When
 * that is, only the watermark says, and the watermark decides nothing else.
 */
final class LiveFold {

  private static final long HOUR = 3_600_000L;

  /** How many waiting events a client may have for each millisecond between two looks at them. */
  private static final int WAITING_PER_MILLI = 100;

  private final long maxOutOfOrder;
  private final RealTime realTime;
  private final DedupRows dedup = new DedupRows(Rules.DEDUP_HORIZON);
  private final IdentityFold identity;
  private final SessionFold sessions;

  /** One client's state. */
  record State(
      MapState<Place, Event> arrivals,
      MapState<Place, SessionedEvent> held,
      MapState<String, byte[]> ids,
      ValueState<Queues> queues,
      ValueState<byte[]> memory) {

    Queues readQueues() {
      Queues known = queues.read();
      return known == null ? Queues.EMPTY : known;
    }
  }

  LiveFold(Rules rules, Links links, RealTime realTime) {
    this.maxOutOfOrder = rules.maxOutOfOrder().toMillis();
    this.realTime = realTime;
    this.identity = new IdentityFold(Rules.IDENTITY_HORIZON, links);
    this.sessions = new SessionFold(rules);
  }

  /**
   * Lets an event wait for its turn.
   *
   * @return what waits now; its {@link Queues#timer} is to be set where it is another than before
   */
  Queues arrive(State state, Event event) {
    state.arrivals.put(Place.ofArrival(event), event);
    Queues queues = state.readQueues().withArrival(event.receivedAt());
    long wake = event.receivedAt() + pause(queues);
    if (wake < queues.timer() || queues.wantedHold() < queues.hold()) {
      queues = queues.withTimer(Math.min(queues.timer(), wake), queues.hold());
    }
    state.queues.write(queues);
    return queues;
  }

  /**
   * Folds what is due.
   *
   * @param watermark no event received before it will come, milliseconds since the epoch
   * @return what still waits; without a timer the client is forgotten
   */
  Queues release(
      State state, ClientKey key, long watermark, Consumer<WarehouseRow> out, Counts counts) {
    Queues queues = state.readQueues();
    ClientMemory memory = ClientMemory.of(key, state.memory.read());
    NavigableMap<Place, SessionedEvent> ready = new TreeMap<>();
    Waiting<SessionedEvent> held =
        Waiting.look(
            state.held, queues.held(), queues.firstHeld(), queues.heldSince(), before(watermark));
    held.due().forEach(place -> ready.put(place, null));
    Waiting<Event> arrivals =
        Waiting.look(
            state.arrivals,
            queues.arrivals(),
            queues.firstArrival(),
            queues.firstArrival(),
            watermark);
    for (Place place : arrivals.due()) {
      Event event = arrivals.take(state.arrivals, place);
      if (decide(state.ids, memory, event, out, counts)) {
        admit(state, memory, event, watermark, held, ready, out);
      }
    }
    fold(state, memory, held, ready, out, counts);
    sessions.advance(memory.sessions, watermark, out, counts);
    if (isEnd(watermark)) {
      sessions.finish(memory.sessions, out, counts);
      state.ids.clear();
      forgetEmptied(state);
      return Queues.EMPTY;
    }
    forgetIds(state.ids, memory, watermark);
    return remember(state, memory, arrivals, held, watermark);
  }

  /** The effective time before which every event is there. */
  private long before(long watermark) {
    return isEnd(watermark) ? watermark : watermark - maxOutOfOrder;
  }

  private static boolean isEnd(long watermark) {
    return watermark >= BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();
  }

  private boolean decide(
      MapState<String, byte[]> ids,
      ClientMemory memory,
      Event event,
      Consumer<WarehouseRow> out,
      Counts counts) {
    String id = event.eventId();
    byte[] known = ids.get(id).read();
    DedupFold.Memory seen =
        known == null ? new DedupFold.Memory() : DedupFold.Memory.unpack(new Unpacker(known));
    boolean kept = dedup.decide(memory.client, seen, event, out, counts);
    ids.put(id, PackedCoder.pack(seen::pack));
    if (memory.forgetIdsAt == Queues.NONE) {
      memory.forgetIdsAt = forgetIdsAfter(event.receivedAt());
    }
    return kept;
  }

  private void admit(
      State state,
      ClientMemory memory,
      Event event,
      long watermark,
      Waiting<SessionedEvent> held,
      Map<Place, SessionedEvent> ready,
      Consumer<WarehouseRow> out) {
    SessionedEvent resolved =
        new SessionedEvent(event, identity.resolve(memory.identity, event), null, 0);
    if (realTime.wants(event)) {
      out.accept(resolved);
    }
    Place place = Place.ofEffectiveTime(event, maxOutOfOrder);
    if (place.time() < before(watermark)) {
      ready.put(place, resolved);
    } else {
      state.held.put(place, resolved);
      held.add(place);
    }
  }

  private void fold(
      State state,
      ClientMemory memory,
      Waiting<SessionedEvent> held,
      NavigableMap<Place, SessionedEvent> ready,
      Consumer<WarehouseRow> out,
      Counts counts) {
    for (Map.Entry<Place, SessionedEvent> next : ready.entrySet()) {
      SessionedEvent event =
          next.getValue() == null ? held.take(state.held, next.getKey()) : next.getValue();
      if (Orders.isLate(event.event(), maxOutOfOrder)) {
        counts.add(Measure.EVENTS_LATE);
      }
      out.accept(sessions.accept(memory.sessions, event, out, counts));
    }
  }

  /** An id that nobody used for a day is new again; it is looked for hour by hour. */
  private static void forgetIds(MapState<String, byte[]> ids, ClientMemory memory, long watermark) {
    if (memory.forgetIdsAt >= watermark) {
      return;
    }
    long oldest = Queues.NONE;
    for (Map.Entry<String, byte[]> id : ids.entries().read()) {
      long newest = DedupFold.Memory.unpack(new Unpacker(id.getValue())).newest();
      if (newest < watermark - Rules.DEDUP_HORIZON.toMillis()) {
        ids.remove(id.getKey());
      } else {
        oldest = Math.min(oldest, newest);
      }
    }
    memory.forgetIdsAt = oldest == Queues.NONE ? Queues.NONE : forgetIdsAfter(oldest);
  }

  private static long forgetIdsAfter(long receivedAt) {
    return Math.floorDiv(receivedAt + Rules.DEDUP_HORIZON.toMillis(), HOUR) * HOUR + HOUR;
  }

  private Queues remember(
      State state,
      ClientMemory memory,
      Waiting<Event> arrivals,
      Waiting<SessionedEvent> held,
      long watermark) {
    Queues rest =
        new Queues(
            arrivals.rest(),
            arrivals.firstTime(),
            held.rest(),
            held.firstTime(),
            held.firstReceived(),
            Queues.NONE,
            Queues.NONE);
    long due =
        Math.min(
            rest.firstArrival(),
            rest.firstHeld() == Queues.NONE ? Queues.NONE : rest.firstHeld() + maxOutOfOrder);
    if (due != Queues.NONE) {
      due = Math.max(due, watermark + pause(rest));
    }
    long identityExpiry = identity.expiry(memory.identity);
    long sessionsDue = sessions.due(memory.sessions);
    due = Math.min(due, Math.min(sessionsDue, memory.forgetIdsAt));
    if (due == Queues.NONE) {
      if (identityExpiry == Queues.NONE || identityExpiry < watermark) {
        forgetEmptied(state);
        return Queues.EMPTY;
      }
      due = identityExpiry;
    }
    state.memory.write(memory.toBytes());
    Queues queues = rest.withTimer(due, sessionsDue);
    state.queues.write(queues);
    return queues;
  }

  /** Who has a hundred thousand waiting is looked at every second, not at every step. */
  private static long pause(Queues queues) {
    return queues.waiting() / WAITING_PER_MILLI;
  }

  /**
   * Nothing waits and no id is known any more. Maps that are empty are not cleared: RocksDB would
   * look for their entries among all that were ever deleted around them.
   */
  private static void forgetEmptied(State state) {
    state.queues.clear();
    state.memory.clear();
  }
}
