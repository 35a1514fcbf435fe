package io.tributary.transforms.dedup;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import io.tributary.transforms.dedup.DedupFold.Copy;
import io.tributary.transforms.dedup.DedupFold.Reused;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;

/** Runs {@link DedupFold} over one client's events and makes rows of those that are not kept. */
public final class DedupRows {

  private final DedupFold fold;

  public DedupRows(Duration horizon) {
    this.fold = new DedupFold(horizon);
  }

  /**
   * @param events one client's events in {@link Orders#IDENTITY_THEN_ARRIVAL}
   * @param kept takes the events that are new
   * @param rows takes the duplicates and the reused ids
   */
  public void decide(
      ClientKey client,
      Iterator<Event> events,
      Consumer<? super Event> kept,
      Consumer<? super WarehouseRow> rows,
      Counts counts) {
    Event before = null;
    DedupFold.Memory memory = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (before == null || !Orders.sameId(before, event)) {
        memory = new DedupFold.Memory();
      }
      before = event;
      if (decide(client, memory, event, rows, counts)) {
        kept.accept(event);
      }
    }
  }

  /**
   * Decides one event.
   *
   * @param memory what is remembered of the event's identity
   * @param rows takes its row where it is not kept
   * @return whether it is kept
   */
  public boolean decide(
      ClientKey client,
      DedupFold.Memory memory,
      Event event,
      Consumer<? super WarehouseRow> rows,
      Counts counts) {
    counts.add(Measure.DEDUP_INPUT);
    DedupFold.Decision decision = fold.decide(memory, event);
    if (decision instanceof Copy copy) {
      counts.add(Measure.DEDUP_DUPLICATES);
      rows.accept(duplicate(client, event, copy));
      return false;
    }
    if (decision instanceof Reused reused) {
      counts.add(Measure.REJECTED_EVENT_ID_REUSED);
      rows.accept(new DeadLetter(reusedId(event, reused)));
      return false;
    }
    counts.add(Measure.DEDUP_OUTPUT);
    return true;
  }

  private static Duplicate duplicate(ClientKey client, Event event, Copy copy) {
    return new Duplicate(
        event.eventId(),
        event.eventType(),
        client,
        event.coordinate(),
        event.receivedAt(),
        copy.original(),
        copy.originalReceivedAt(),
        TraceParent.of(event.headers()));
  }

  private static Failure reusedId(Event event, Reused reused) {
    return new Failure(
        Reason.EVENT_ID_REUSED,
        "/event_id: another event of this client at " + reused.other() + " has it",
        event.coordinate(),
        event.receivedAt(),
        event.headers(),
        event.payload(),
        event.eventId(),
        event.eventType());
  }
}
