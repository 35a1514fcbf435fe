package io.tributary.transforms.telemetry;

/** Where a step says what it did. */
public interface Counts {

  void add(Measure measure, long n);

  default void add(Measure measure) {
    add(measure, 1);
  }

  /** Counts nothing: for tests of plain logic. */
  Counts NONE = (measure, n) -> {};
}
