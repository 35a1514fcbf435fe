package io.tributary.io.kafka;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** A history in memory. */
final class FakeHistory implements History {

  private static final long serialVersionUID = 1L;

  private final Map<TopicPartition, List<RawRecord>> records =
      new TreeMap<>(Comparator.comparing(TopicPartition::toString));
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  int open;

  FakeHistory holds(int partition, long start, long end) {
    starts.put(FakeBroker.partition(partition), start);
    ends.put(FakeBroker.partition(partition), end);
    records.put(FakeBroker.partition(partition), new ArrayList<>());
    return this;
  }

  FakeHistory record(int partition, long offset, long receivedAt) {
    records
        .get(FakeBroker.partition(partition))
        .add(
            new RawRecord(
                new Coordinate(FakeBroker.TOPIC, partition, offset),
                receivedAt,
                null,
                List.of(),
                new byte[0]));
    return this;
  }

  @Override
  public List<TopicPartition> partitions() {
    return List.copyOf(records.keySet());
  }

  @Override
  public long startOffset(String topic, int partition) {
    return starts.getOrDefault(new TopicPartition(topic, partition), -1L);
  }

  @Override
  public long endOffset(String topic, int partition) {
    return ends.getOrDefault(new TopicPartition(topic, partition), -1L);
  }

  @Override
  public Records open(String topic, int partition, long fromOffset) {
    open++;
    Iterator<RawRecord> left =
        records.get(new TopicPartition(topic, partition)).stream()
            .filter(record -> record.coordinate().offset() >= fromOffset)
            .iterator();
    return new Records() {
      @Override
      public RawRecord next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}
