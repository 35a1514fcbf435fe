package io.tributary.runners.generate;

import io.tributary.schemas.event.Coordinate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Counts what a replay must find. Fed in the order of {@code received_at}. */
final class Tally {

  private static final Comparator<Waiting> ORDER =
      Comparator.comparingLong(Waiting::effective)
          .thenComparingLong(Waiting::received)
          .thenComparing(Waiting::coordinate);

  private record Waiting(
      long effective, long received, Coordinate coordinate, long timestamp, long client) {}

  final Map<String, Long> deadLetters = new TreeMap<>();
  final Map<String, Long> tables = new TreeMap<>();
  long records;
  long loaded;
  long duplicates;
  long late;
  long sessions;
  long currentSessions;

  private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(ORDER);
  private final Map<Long, ReferenceSessions> clients = new HashMap<>();

  void add(Planned plan, Coordinate coordinate) {
    records++;
    if (plan.reason() != null) {
      deadLetters.merge(plan.reason(), 1L, Long::sum);
    } else if (plan.duplicate()) {
      duplicates++;
    } else {
      loaded++;
      tables.merge(plan.type.table(plan.version), 1L, Long::sum);
      long timestamp = plan.timestamp();
      if (ReferenceSessions.late(timestamp, plan.received)) {
        late++;
      }
      // Whatever comes from here on stands at this or later in the order of sessions.
      release(ReferenceSessions.effective(Long.MIN_VALUE, plan.received));
      waiting.add(
          new Waiting(
              ReferenceSessions.effective(timestamp, plan.received),
              plan.received,
              coordinate,
              timestamp,
              plan.client()));
    }
  }

  /** No record will come. */
  void finish() {
    release(Long.MAX_VALUE);
    clients.values().forEach(ReferenceSessions::finish);
  }

  private void release(long before) {
    while (!waiting.isEmpty() && waiting.peek().effective < before) {
      Waiting next = waiting.poll();
      clients
          .computeIfAbsent(next.client, client -> new ReferenceSessions(this::closed))
          .add(next.coordinate, next.timestamp, next.received);
    }
  }

  private void closed(ReferenceSessions.Row row) {
    sessions++;
    if (row.revision() == 1) {
      currentSessions++;
    }
  }
}
