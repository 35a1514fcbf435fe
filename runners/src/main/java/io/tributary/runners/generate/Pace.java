package io.tributary.runners.generate;

/**
 * The planned days on the clock: as many records in each second, whatever the hour that they were
 * planned for. Order is kept, and what is the same millisecond stays so.
 */
final class Pace {

  private static final long DAY = 86_400_000;
  private static final int SLOTS_OF_DAY = 480;

  private final long from;
  private final long width;

  /** How many records were received before each slot; in the last place, how many there are. */
  private final long[] before;

  private long start;
  private double over;

  /**
   * @param from the first day's begin, milliseconds since the epoch
   */
  Pace(long from, int days) {
    this.from = from;
    this.before = new long[days * SLOTS_OF_DAY + 1];
    this.width = DAY / SLOTS_OF_DAY;
  }

  /** Tells of a record; all of them before the clock is set. */
  void count(long received) {
    before[(int) ((received - from) / width) + 1]++;
  }

  /** Sets the clock. */
  void into(long newStart, long newOver) {
    start = newStart;
    over = newOver;
    for (int slot = 1; slot < before.length; slot++) {
      before[slot] += before[slot - 1];
    }
  }

  /** When a planned time is, milliseconds since the epoch. */
  long at(long time) {
    double slot = (time - from) / (double) width;
    int slots = before.length - 1;
    if (slot < 0 || slot >= slots) {
      return start + Math.round(over * slot / slots);
    }
    int whole = (int) slot;
    double records = before[whole] + (slot - whole) * (before[whole + 1] - before[whole]);
    return start + Math.round(over * records / Math.max(1, before[slots]));
  }
}
