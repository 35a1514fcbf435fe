package io.tributary.transforms.client;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.telemetry.Counts;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.KV;

/** A client's rows, for comparing. */
final class ClientRows {

  private ClientRows() {}

  /** What the bounded stage makes of a client's events. */
  static List<WarehouseRow> follow(Rules rules, List<Event> events, long sortBytes) {
    ClientStep step = new ClientStep(rules, null, sortBytes);
    step.open();
    List<Outcome<Event>> outcomes = new ArrayList<>();
    events.forEach(event -> outcomes.add(Outcome.ok(event)));
    List<WarehouseRow> rows = new ArrayList<>();
    step.process(KV.of(1L, outcomes), rows::add, Counts.NONE);
    step.close();
    return rows;
  }

  /** Everything that a row says. */
  static String describe(WarehouseRow row) {
    if (row instanceof SessionedEvent placed) {
      return "%s of %s in %s #%d"
          .formatted(
              placed.event(),
              placed.resolvedUserId(),
              placed.sessionId(),
              placed.sessionEventNumber());
    }
    if (row instanceof Session session) {
      return "session " + session.sessionId() + " " + fields(session);
    }
    return row instanceof Duplicate duplicate
        ? "%s repeats %s of %d"
            .formatted(duplicate.coordinate(), duplicate.original(), duplicate.originalReceivedAt())
        : ((DeadLetter) row).failure().toString();
  }

  private static String fields(Session row) {
    return "rev %d of %s: %d events %d..%d, %s..%s, closed %d"
        .formatted(
            row.revision(),
            row.userId(),
            row.eventCount(),
            row.startedAt(),
            row.endedAt(),
            row.firstEventType(),
            row.lastEventType(),
            row.closedAt());
  }
}
