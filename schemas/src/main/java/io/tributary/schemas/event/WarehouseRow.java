package io.tributary.schemas.event;

/**
 * What becomes a row of the warehouse. All kinds travel in one lane: a step with several outputs
 * breaks Flink's operator chain and serialises every element once per output.
 */
public sealed interface WarehouseRow
    permits SessionedEvent, EnrichedEvent, Duplicate, DeadLetter, Session {

  /**
   * Which day's partition the row belongs to: milliseconds since the epoch of the time it is by.
   */
  long partitionTime();

  /** The producer's span where it sampled the row's record; null else, and for a session. */
  TraceParent sampled();
}
