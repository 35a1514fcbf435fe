package io.tributary.schemas.event;

/**
 * Where a record stands in Kafka: its identity for lineage, and the last tie-breaker of every
 * order.
 *
 * @param topic the topic's name
 * @param partition the partition, from 0
 * @param offset the offset, from 0
 */
public record Coordinate(String topic, int partition, long offset)
    implements Comparable<Coordinate> {

  @Override
  public int compareTo(Coordinate that) {
    int byTopic = topic.compareTo(that.topic);
    if (byTopic != 0) {
      return byTopic;
    }
    int byPartition = Integer.compare(partition, that.partition);
    return byPartition != 0 ? byPartition : Long.compare(offset, that.offset);
  }

  /** {@code topic/partition/offset}, the form that people type. */
  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
