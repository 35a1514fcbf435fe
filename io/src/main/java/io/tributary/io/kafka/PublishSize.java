package io.tributary.io.kafka;

/** How much of a row is sent: a broker that refuses a record for its size gets the next smaller. */
enum PublishSize {
  WHOLE,
  WITHOUT_PAYLOAD,
  BARE;

  /** The next smaller, or null. */
  PublishSize smaller() {
    return this == BARE ? null : values()[ordinal() + 1];
  }
}
