package io.tributary.io.kafka;

import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were read from Kafka before and are kept elsewhere. A source with a history reads a
 * partition's part of it first and goes on in Kafka where it ends.
 *
 * <p>It must not shrink while it is in use; it may grow, and a source that is restored then reads
 * what it needs from the longer one.
 */
public interface History extends Serializable {

  /** The partitions that it holds records of. */
  List<TopicPartition> partitions() throws IOException;

  /**
   * Where a source without state starts in a partition: an offset up to {@link #endOffset}, or -1
   * where nothing is held of it. At the end nothing of the history is read.
   */
  long startOffset(String topic, int partition) throws IOException;

  /**
   * The offset after the last record that is held, where Kafka goes on, or -1 where nothing is
   * held. Every record before it that Kafka ever showed, back to the start, is in the history.
   */
  long endOffset(String topic, int partition) throws IOException;

  /** Opens a partition at an offset before its end. The reader closes what is returned. */
  Records open(String topic, int partition, long fromOffset) throws IOException;

  /** A partition's records in the order of their offsets; repeated ones are skipped. */
  interface Records extends Closeable {

    /** The next record, or null at the end. */
    RawRecord next() throws IOException;
  }
}
