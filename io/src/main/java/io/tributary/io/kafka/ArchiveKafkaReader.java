package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads ranges from Kafka with one consumer, partition after partition. */
final class ArchiveKafkaReader implements ArchiveReader {

  private static final Duration POLL = Duration.ofSeconds(1);

  /** So many polls without a record are taken for an outage. */
  private static final int PATIENCE = 10;

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;

  private ArchiveKafkaReader(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * @param clients makes the consumer
   */
  static Source with(Clients clients) {
    return () -> new ArchiveKafkaReader(clients.consumer());
  }

  @Override
  public Range read(RawPartition partition, long from, long seen, long to) {
    TopicPartition inKafka = new TopicPartition(partition.topic(), partition.partition());
    consumer.assign(List.of(inKafka));
    consumer.seek(inKafka, from);
    return new KafkaRange(partition, inKafka, from, seen, to);
  }

  private final class KafkaRange implements Range {
    private final RawPartition partition;
    private final TopicPartition inKafka;
    private final long seen;
    private final long to;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private long next;

    KafkaRange(RawPartition partition, TopicPartition inKafka, long from, long seen, long to) {
      this.partition = partition;
      this.inKafka = inKafka;
      this.seen = seen;
      this.to = to;
      this.next = from;
    }

    @Override
    public RawRecord next() {
      if (fetched.isEmpty()) {
        fetch();
      }
      if (fetched.isEmpty()) {
        consumer.assign(List.of()); // what else it would fetch is of no use
        return null;
      }
      ConsumerRecord<byte[], byte[]> record = fetched.remove();
      next = record.offset() + 1;
      return RawRecords.of(record);
    }

    /** Fetches until there are records, or the end is reached. */
    private void fetch() {
      int empty = 0;
      while (next < to && fetched.isEmpty()) {
        ConsumerRecords<byte[], byte[]> records = poll();
        for (ConsumerRecord<byte[], byte[]> record : records.records(inKafka)) {
          if (record.offset() < to) {
            fetched.add(record);
          } else {
            next = to;
          }
        }
        if (records.isEmpty()) {
          // A range may end with offsets that hold no record any more.
          next = Math.max(next, consumer.position(inKafka, POLL));
          if (next < to && ++empty == PATIENCE) {
            throw new TimeoutException(
                "No answer for " + partition + " at offset " + next + ", which was read before");
          }
        }
      }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
      try {
        return consumer.poll(POLL);
      } catch (OffsetOutOfRangeException e) {
        long earliest = consumer.beginningOffsets(Set.of(inKafka)).get(inKafka);
        if (earliest > Math.max(next, seen)) {
          throw ArchiveGap.removed(partition, Math.max(next, seen), earliest);
        }
        if (earliest <= next) {
          throw ArchiveGap.beyond(
              partition, next, consumer.endOffsets(Set.of(inKafka)).get(inKafka));
        }
        consumer.seek(inKafka, earliest); // the offsets between never held a record
        return ConsumerRecords.empty();
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CLOSE);
  }
}
