package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.io.parquet.RawPartitionReader;
import io.tributary.io.parquet.RawPartitions;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest part of a raw store, as what a stream reads before it goes on in Kafka. A partition
 * begins shortly before its first record that was received at a given time or later, and ends where
 * the raw store does.
 *
 * <p>The raw store is listed once by each copy, when it is first asked. Errors: {@link
 * io.tributary.io.parquet.InvalidRawStore} if a file is damaged or offsets overlap.
 */
public final class RawHistory implements History {

  private static final long serialVersionUID = 1L;

  private final String folder;
  private final List<String> topics;
  private final long from;

  private transient RawPartitions listed;

  private RawHistory(String folder, List<String> topics, long from) {
    this.folder = folder;
    this.topics = List.copyOf(topics);
    this.from = from;
  }

  /**
   * @param folder the raw store
   * @param topics the topics that are read
   * @param from which records are needed: the first {@code received_at}, milliseconds
   */
  public static RawHistory of(Path folder, List<String> topics, long from) {
    return new RawHistory(folder.toAbsolutePath().toString(), topics, from);
  }

  private RawPartitions listed() throws IOException {
    if (listed == null) {
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(from), ZoneOffset.UTC);
      listed = RawPartitions.in(Path.of(folder), topics, day);
    }
    return listed;
  }

  @Override
  public List<TopicPartition> partitions() throws IOException {
    return listed().partitions().stream()
        .filter(partition -> topics.contains(partition.topic()))
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  @Override
  public long startOffset(String topic, int partition) throws IOException {
    return listed().start(new RawPartition(topic, partition), from).orElse(-1);
  }

  @Override
  public long endOffset(String topic, int partition) throws IOException {
    return listed().end(new RawPartition(topic, partition)).orElse(-1);
  }

  @Override
  public Records open(String topic, int partition, long fromOffset) throws IOException {
    RawPartitionReader reader = listed().open(new RawPartition(topic, partition), fromOffset);
    return new Records() {
      @Override
      public RawRecord next() throws IOException {
        return reader.next();
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}
