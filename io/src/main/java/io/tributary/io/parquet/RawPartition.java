package io.tributary.io.parquet;

import java.io.Serializable;

/**
 * A partition whose records a raw store holds.
 *
 * @param topic the topic's name
 * @param partition the partition, from 0
 */
public record RawPartition(String topic, int partition) implements Serializable {

  /** {@code topic/partition}. */
  @Override
  public String toString() {
    return topic + "/" + partition;
  }
}
