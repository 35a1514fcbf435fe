package io.tributary.schemas.event;

import io.tributary.schemas.failure.Failure;

/**
 * A record that was turned down, as a row.
 *
 * @param failure why, and the record's bytes
 */
public record DeadLetter(Failure failure) implements WarehouseRow {

  @Override
  public long partitionTime() {
    return failure.receivedAt();
  }

  @Override
  public TraceParent sampled() {
    return TraceParent.sampled(failure.headers());
  }
}
