package io.tributary.runners.audit;

import io.tributary.runners.audit.Coordinates.Word;
import java.util.ArrayList;
import java.util.List;

/** Finds the gaps in the raw store's offsets while it walks over all words in order. */
final class OffsetWalk {

  private final int examples;
  private final List<PartitionOffsets> done = new ArrayList<>();
  private String topic;
  private int partition;
  private long word;
  private long bits;
  private long records;
  private long first;
  private long last;
  private long gaps;
  private List<PartitionOffsets.Gap> found = new ArrayList<>();
  private long repeatedOnOtherDays;

  /**
   * @param examples how many gaps of a partition are named
   */
  OffsetWalk(int examples) {
    this.examples = examples;
  }

  void take(Word next) {
    if (next.rawBits() == 0) {
      return;
    }
    if (!next.topic().equals(topic) || next.partition() != partition) {
      endPartition();
      topic = next.topic();
      partition = next.partition();
    } else if (next.word() == word && bits != 0) {
      repeatedOnOtherDays += Long.bitCount(bits & next.rawBits());
      bits |= next.rawBits();
      return;
    } else {
      endWord();
    }
    word = next.word();
    bits = next.rawBits();
  }

  List<PartitionOffsets> finish() {
    endPartition();
    return done;
  }

  /** Coordinates that stand in the raw store on several days; known when finished. */
  long repeatedOnOtherDays() {
    return repeatedOnOtherDays;
  }

  private void endPartition() {
    endWord();
    if (records > 0) {
      done.add(new PartitionOffsets(topic, partition, records, first, last, gaps, found));
    }
    records = 0;
    gaps = 0;
    found = new ArrayList<>();
  }

  private void endWord() {
    while (bits != 0) {
      int start = Long.numberOfTrailingZeros(bits);
      int length = Long.numberOfTrailingZeros(~(bits >>> start));
      run(word * Coordinates.WORD + start, length);
      bits &= -1L << (start + length);
    }
  }

  private void run(long offset, int length) {
    if (records == 0) {
      first = offset;
    } else if (offset > last + 1) {
      gaps++;
      if (found.size() < examples) {
        found.add(new PartitionOffsets.Gap(last + 1, offset - 1));
      }
    }
    last = offset + length - 1;
    records += length;
  }
}
