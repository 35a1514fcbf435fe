package io.tributary.runners.audit;

import io.tributary.runners.audit.Coordinates.Word;
import java.util.ArrayList;
import java.util.List;

/** Gathers offending coordinates into runs of neighbours, and keeps the first few runs. */
final class OffenceRuns {

  /** Neighbouring coordinates of one day. */
  record Run(String topic, int partition, long day, long first, long last) {
    long coordinates() {
      return last - first + 1;
    }
  }

  private final int most;
  private final List<Run> runs = new ArrayList<>();

  OffenceRuns(int most) {
    this.most = most;
  }

  /** Adds these offsets of a word; words come in order. */
  void add(Word of, long offending) {
    long bits = offending;
    while (bits != 0) {
      int start = Long.numberOfTrailingZeros(bits);
      int length = Long.numberOfTrailingZeros(~(bits >>> start));
      long first = of.word() * Coordinates.WORD + start;
      add(new Run(of.topic(), of.partition(), of.day(), first, first + length - 1));
      bits &= -1L << (start + length);
    }
  }

  private void add(Run next) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    boolean continues =
        last != null
            && last.last + 1 == next.first
            && last.day == next.day
            && last.partition == next.partition
            && last.topic.equals(next.topic);
    if (continues) {
      runs.set(
          runs.size() - 1, new Run(last.topic, last.partition, last.day, last.first, next.last));
    } else if (runs.size() <= most) { // one more than is told, so that the last told is whole
      runs.add(next);
    }
  }

  List<Run> first() {
    return runs.subList(0, Math.min(most, runs.size()));
  }
}
