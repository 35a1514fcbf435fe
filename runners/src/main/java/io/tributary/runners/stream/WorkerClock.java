package io.tributary.runners.stream;

import io.tributary.io.kafka.MillisClock;

/** The clock of the machine that reads; a class of its own, because checkpoints keep its name. */
enum WorkerClock implements MillisClock {
  INSTANCE;

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }
}
