package io.tributary.io.kafka;

import io.tributary.schemas.event.Coordinate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A broker in memory with a clock that tests set; consumers and looks show its logs. */
final class FakeBroker implements Clients {

  private static final long serialVersionUID = 1L;

  static final String TOPIC = "events";

  /** One partition's log; offsets without a record are ends of transactions. */
  static final class Log {
    final TreeMap<Long, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
    long earliest;
    long end;
    long stable = Long.MAX_VALUE;

    long readable() {
      return Math.min(end, stable);
    }
  }

  final Map<TopicPartition, Log> logs = new LinkedHashMap<>();
  long now = 1_000_000;
  boolean silent;
  boolean missing;
  int perPoll = Integer.MAX_VALUE;
  KafkaException refusal;
  FakeConsumer consumer;
  int looks;

  /** Other brokers by where they are. */
  final Map<String, FakeBroker> moved = new HashMap<>();

  static TopicPartition partition(int number) {
    return new TopicPartition(TOPIC, number);
  }

  static FakeBroker with(int partitions) {
    FakeBroker broker = new FakeBroker();
    for (int i = 0; i < partitions; i++) {
      broker.add(i);
    }
    return broker;
  }

  void add(int number) {
    logs.put(partition(number), new Log());
  }

  Log log(int number) {
    return logs.get(partition(number));
  }

  /** Appends now. */
  Coordinate append(int number) {
    return append(
        number, now, TimestampType.LOG_APPEND_TIME, "payload".getBytes(StandardCharsets.UTF_8));
  }

  Coordinate append(int number, long time) {
    return append(
        number, time, TimestampType.LOG_APPEND_TIME, "payload".getBytes(StandardCharsets.UTF_8));
  }

  Coordinate append(int number, long time, TimestampType type, byte[] payload) {
    Log log = log(number);
    long offset = log.end++;
    log.records.put(
        offset,
        new ConsumerRecord<>(
            TOPIC,
            number,
            offset,
            time,
            type,
            -1,
            payload == null ? -1 : payload.length,
            null,
            payload,
            new RecordHeaders(),
            Optional.empty()));
    return new Coordinate(TOPIC, number, offset);
  }

  /** An offset that no consumer shows, as the end of a transaction has one. */
  void appendControl(int number) {
    log(number).end++;
  }

  void remove(int number, long newEarliest) {
    log(number).earliest = newEarliest;
    log(number).records.headMap(newEarliest).clear();
  }

  KafkaSettings settings() {
    return KafkaSettings.of("broker:9092", TOPIC);
  }

  KafkaSource source(long margin, History history) {
    return source(margin, history, 1);
  }

  KafkaSource source(long margin, History history, int shards) {
    return new KafkaSource(settings(), this, () -> now, margin, 1_000, history, shards);
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    consumer = new FakeConsumer();
    return consumer;
  }

  @Override
  public Lookout lookout() {
    return new FakeLookout();
  }

  @Override
  public Clients with(KafkaSettings other) {
    return moved.getOrDefault(other.bootstrapServers(), this);
  }

  final class FakeConsumer extends MockConsumer<byte[], byte[]> {

    FakeConsumer() {
      super(OffsetResetStrategy.NONE);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (refusal != null) {
        throw refusal;
      }
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
      for (TopicPartition partition : assignment()) {
        Log log = logs.get(partition);
        long position = position(partition);
        if (silent || paused().contains(partition)) {
          continue;
        }
        if (position < log.earliest || position > log.end) {
          throw new OffsetOutOfRangeException(Map.of(partition, position));
        }
        List<ConsumerRecord<byte[], byte[]>> records =
            log.records.subMap(position, Math.max(position, log.readable())).values().stream()
                .limit(perPoll)
                .toList();
        boolean all = records.size() < perPoll;
        long next =
            all ? Math.max(position, log.readable()) : records.get(records.size() - 1).offset() + 1;
        seek(partition, next);
        if (!records.isEmpty()) {
          polled.put(partition, new ArrayList<>(records));
        }
      }
      return new ConsumerRecords<>(polled);
    }
  }

  private final class FakeLookout implements Lookout {

    private Look pending;

    @Override
    public void ask(long askedAt, Predicate<TopicPartition> mine, Set<TopicPartition> placed) {
      looks++;
      if (silent) {
        return;
      }
      Map<TopicPartition, Bounds> bounds = new HashMap<>();
      logs.forEach(
          (partition, log) -> {
            if (mine.test(partition) && !missing) {
              bounds.put(
                  partition, new Bounds(placed.contains(partition) ? -1 : log.earliest, log.end));
            }
          });
      pending = new Look(askedAt, bounds, missing ? Set.of(TOPIC) : Set.of());
    }

    @Override
    public Look take() {
      if (silent) {
        return null;
      }
      Look look = pending;
      pending = null;
      return look;
    }

    @Override
    public void close() {}
  }
}
