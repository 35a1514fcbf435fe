package io.tributary.runners.audit;

import java.util.List;

/**
 * One Kafka partition in the raw store.
 *
 * @param topic the topic
 * @param partition the partition
 * @param records distinct offsets
 * @param first the smallest offset
 * @param last the largest
 * @param gaps how many runs of offsets between these are not there
 * @param examples the first few of these
 */
public record PartitionOffsets(
    String topic,
    int partition,
    long records,
    long first,
    long last,
    long gaps,
    List<Gap> examples) {

  public PartitionOffsets {
    examples = List.copyOf(examples);
  }

  /** Offsets between the first and the last that are not there. */
  public long absent() {
    return last - first + 1 - records;
  }

  /**
   * A run of offsets that are not there.
   *
   * @param first the first offset that is not there
   * @param last the last that is not
   */
  public record Gap(long first, long last) {

    /** How many offsets. */
    public long offsets() {
      return last - first + 1;
    }
  }
}
