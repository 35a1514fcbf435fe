package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;

/** Kafka has no longer what the stream has read but not archived yet. */
public final class ArchiveGap extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final boolean mayPass;

  private ArchiveGap(String message, boolean mayPass) {
    super(message);
    this.mayPass = mayPass;
  }

  /** Retention was faster. */
  static ArchiveGap removed(RawPartition partition, long wanted, long earliest) {
    return new ArchiveGap(
        "Offset "
            + wanted
            + " of topic "
            + partition.topic()
            + ", partition "
            + partition.partition()
            + " is to be archived but no longer in Kafka, whose earliest offset is "
            + earliest
            + ": the offsets between are lost; raise the topic's retention and start with a new"
            + " raw store and warehouse",
        false);
  }

  /** A leader that has just started may not know its own end yet; else the topic was made anew. */
  static ArchiveGap beyond(RawPartition partition, long wanted, long end) {
    return new ArchiveGap(
        "Offset "
            + wanted
            + " of topic "
            + partition.topic()
            + ", partition "
            + partition.partition()
            + " is to be archived but beyond Kafka's end offset "
            + end
            + ": the topic was made anew or cut; read it into a new raw store and warehouse",
        true);
  }

  boolean mayPass() {
    return mayPass;
  }
}
