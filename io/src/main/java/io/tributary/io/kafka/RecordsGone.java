package io.tributary.io.kafka;

import org.apache.kafka.common.TopicPartition;

/** Records that should be read next are not in Kafka; going on would lose them silently. */
public final class RecordsGone extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private RecordsGone(String message) {
    super(message);
  }

  static RecordsGone removed(
      TopicPartition partition, long wanted, long earliest, boolean rebuilt) {
    return new RecordsGone(
        at(partition, wanted)
            + " is no longer in Kafka, whose earliest offset is "
            + earliest
            + (rebuilt
                ? ", nor in the raw store: raise the topic's retention and start with a new raw"
                    + " store and warehouse, the offsets between are lost"
                : ": start with --rebuild, which reads from the raw store what Kafka has removed"));
  }

  static RecordsGone beyond(TopicPartition partition, long wanted, long end) {
    return new RecordsGone(
        at(partition, wanted)
            + " is beyond Kafka's end offset "
            + end
            + ": the topic was made anew or cut; read it into a new raw store and warehouse");
  }

  static RecordsGone partition(TopicPartition partition, long wanted) {
    return new RecordsGone(
        at(partition, wanted)
            + " is wanted next, but the topic has no such partition any more: it was made anew;"
            + " read it into a new raw store and warehouse");
  }

  private static String at(TopicPartition partition, long wanted) {
    return "Offset "
        + wanted
        + " of topic "
        + partition.topic()
        + ", partition "
        + partition.partition();
  }
}
