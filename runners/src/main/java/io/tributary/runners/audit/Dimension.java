package io.tributary.runners.audit;

import java.util.function.Function;

/** What rows can be told apart by. */
public enum Dimension {
  /** The day of {@code received_at}. */
  DAY(count -> count.day().toString()),
  /** The event type; of dead letters what the client wrote. */
  TYPE(Count::type),
  /** Why a record is a dead letter. */
  REASON(Count::reason);

  private final Function<Count, String> value;

  Dimension(Function<Count, String> value) {
    this.value = value;
  }

  /** A row's value, or null where it has none. */
  String of(Count count) {
    return value.apply(count);
  }
}
