package io.tributary.io.kafka;

/** The clock of the machine that reads; a class of its own, because checkpoints keep its name. */
enum WorkerClock implements MillisClock {
  INSTANCE;

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }
}
