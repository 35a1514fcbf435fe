package io.tributary.runners.generate;

import java.util.List;

/**
 * SplitMix64. Drawn from a key, so that any record's content can be made again from the record's
 * number alone; StrictMath keeps the figures equal on every machine.
 */
final class Rnd {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Rnd(long state) {
    this.state = state;
  }

  /** A stream of its own for each pair of purpose and number. */
  static Rnd of(long seed, long purpose, long number) {
    return new Rnd(mix(mix(seed + purpose * GOLDEN) ^ number));
  }

  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long bits() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 to below 1. */
  double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return (int) ((bits() >>> 1) % bound);
  }

  /** From 0 to below the bound. */
  long below(long bound) {
    return (bits() >>> 1) % bound;
  }

  boolean percent(double share) {
    return unit() * 100 < share;
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - unit());
  }

  <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  String hex() {
    String text = Long.toHexString(bits());
    return "0".repeat(16 - text.length()) + text;
  }
}
