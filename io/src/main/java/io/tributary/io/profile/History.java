package io.tributary.io.profile;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * An index from (id, time) to the number of a row: 28 bytes per entry, in arrays that are sorted by
 * the id's hash and the time. Immutable, safe for many threads.
 */
final class History {

  private final long[] high;
  private final long[] low;
  private final long[] time;
  private final int[] row;

  private History(long[] high, long[] low, long[] time, int[] row) {
    this.high = high;
    this.low = low;
    this.time = time;
    this.row = row;
  }

  int size() {
    return row.length;
  }

  /** The row of an entry. */
  int row(int entry) {
    return row[entry];
  }

  /** The time of an entry. */
  long time(int entry) {
    return time[entry];
  }

  /** The id's entry with the greatest time at or before this one, or -1. */
  int lastAt(Ids id, long at) {
    long wantedHigh = id.high();
    long wantedLow = id.low();
    int from = 0;
    int to = row.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(high[middle], wantedHigh);
      if (order == 0) {
        order = Long.compareUnsigned(low[middle], wantedLow);
      }
      if (order == 0) {
        order = Long.compare(time[middle], at);
      }
      if (order <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int found = from - 1;
    boolean same = found >= 0 && high[found] == wantedHigh && low[found] == wantedLow;
    return same ? found : -1;
  }

  /** Collects rows in any order; row n is the n-th added. */
  static final class Builder {
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] time = new long[1024];
    private int size;

    void add(Ids id, long at) {
      if (size == high.length) {
        int longer = (int) Math.min(Integer.MAX_VALUE - 8L, size * 3L / 2);
        high = Arrays.copyOf(high, longer);
        low = Arrays.copyOf(low, longer);
        time = Arrays.copyOf(time, longer);
      }
      high[size] = id.high();
      low[size] = id.low();
      time[size++] = at;
    }

    int size() {
      return size;
    }

    /**
     * Sorts the rows.
     *
     * @param contents orders two rows of one id and time by what they say, so that the answer does
     *     not hang on the order of files; the last one stands for all
     */
    History build(IntBinaryOperator contents) {
      int[] order = order(contents);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        boolean repeated = i + 1 < size && sameKey(order[i], order[i + 1]);
        if (!repeated) {
          order[kept++] = order[i];
        }
      }
      int[] rows = Arrays.copyOf(order, kept);
      long[] sortedHigh = new long[kept];
      long[] sortedLow = new long[kept];
      long[] sortedTime = new long[kept];
      for (int i = 0; i < kept; i++) {
        sortedHigh[i] = high[rows[i]];
        sortedLow[i] = low[rows[i]];
        sortedTime[i] = time[rows[i]];
      }
      return new History(sortedHigh, sortedLow, sortedTime, rows);
    }

    private boolean sameKey(int a, int b) {
      return high[a] == high[b] && low[a] == low[b] && time[a] == time[b];
    }

    private int compare(int a, int b, IntBinaryOperator contents) {
      int order = Long.compareUnsigned(high[a], high[b]);
      if (order == 0) {
        order = Long.compareUnsigned(low[a], low[b]);
      }
      if (order == 0) {
        order = Long.compare(time[a], time[b]);
      }
      return order != 0 ? order : contents.applyAsInt(a, b);
    }

    /**
     * The rows in order. First by the leading bits of the hash, with the row's number in the bits
     * below: longs sort without an object per row. Then each run of equal leading bits, which is
     * about one id's rows, by everything.
     */
    private int[] order(IntBinaryOperator contents) {
      int rowBits = 32 - Integer.numberOfLeadingZeros(size);
      long rowMask = (1L << rowBits) - 1;
      long[] keys = new long[size];
      for (int i = 0; i < size; i++) {
        // The sign flipped, so that signed order is the unsigned order of the hash.
        keys[i] = ((high[i] ^ Long.MIN_VALUE) & ~rowMask) | i;
      }
      Arrays.sort(keys);
      int[] order = new int[size];
      for (int start = 0; start < size; ) {
        int end = start;
        while (end < size && (keys[end] & ~rowMask) == (keys[start] & ~rowMask)) {
          order[end] = (int) (keys[end] & rowMask);
          end++;
        }
        if (end - start > 1) {
          sortRun(order, start, end, contents);
        }
        start = end;
      }
      return order;
    }

    private void sortRun(int[] order, int start, int end, IntBinaryOperator contents) {
      Integer[] run = new Integer[end - start];
      Arrays.setAll(run, i -> order[start + i]);
      Arrays.sort(run, (a, b) -> compare(a, b, contents));
      for (int i = 0; i < run.length; i++) {
        order[start + i] = run[i];
      }
    }
  }
}
