package io.tributary.io.kafka;

import java.util.Map;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a shard has been read. There is nothing to do when it is final: offsets live in the
 * runner's checkpoint alone.
 *
 * @param places by partition
 */
record KafkaMark(Map<TopicPartition, Place> places) implements UnboundedSource.CheckpointMark {

  /**
   * @param next the offset that is read next
   * @param provenTo no record from {@code next} on was appended before this time, milliseconds
   */
  record Place(long next, long provenTo) {}

  KafkaMark {
    places = Map.copyOf(places);
  }

  @Override
  public void finalizeCheckpoint() {}
}
