package io.tributary.io.kafka;

/** The clock of the machine. */
enum WorkerClock implements MillisClock {
  INSTANCE;

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }
}
