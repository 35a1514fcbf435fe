package io.tributary.runners.audit;

import io.tributary.schemas.event.Coordinate;
import java.util.List;

/** Coordinates that stand in the raw store with several contents. */
final class RawConflicts {

  private final Duck duck;
  private final RawFiles raw;
  private final Window window;

  RawConflicts(Duck duck, RawFiles raw, Window window) {
    this.duck = duck;
    this.raw = raw;
    this.window = window;
  }

  /** Reads contents only where a coordinate is repeated nearby. */
  List<Finding> find(Ledger ledger, OffsetWalk offsets) {
    if (offsets.repeatedOnOtherDays() > 0) {
      return StoreRules.conflicts(
          offsets.repeatedOnOtherDays(), "some that were received on two days");
    }
    if (ledger.copies() == 0) {
      return List.of();
    }
    List<Coordinate> found =
        duck.all(
            "SELECT r.topic, r.partition, r.\"offset\" FROM "
                + raw.select(window.from(), window.to(), "key", "payload")
                + " r SEMI JOIN ("
                + Coordinates.REPEATED
                + ") w ON r.topic = w.topic AND r.partition = w.partition"
                + " AND r.\"offset\" >> 5 = w.word GROUP BY ALL"
                + " HAVING count(DISTINCT hash(epoch_ms(r.received_at), r.key, r.payload)) > 1"
                + " ORDER BY ALL",
            row -> new Coordinate(row.getString(1), row.getInt(2), row.getLong(3)));
    return found.isEmpty()
        ? List.of()
        : StoreRules.conflicts(found.size(), found.get(0).toString());
  }
}
