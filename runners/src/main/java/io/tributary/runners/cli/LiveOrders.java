package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the real-time topic, as a service would that cannot wait for the tables. */
final class LiveOrders implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int NEWEST = 50;
  private static final long PATIENCE_MILLIS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "live-orders");
  private final Deque<Long> lags = new ArrayDeque<>();
  private long count;
  private RuntimeException failure;

  private LiveOrders(String servers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Reads a topic of one partition from its begin.
   *
   * @param topic it must be there
   */
  static LiveOrders of(String servers, String topic) {
    LiveOrders orders = new LiveOrders(servers);
    List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
    orders.consumer.assign(all);
    orders.consumer.seekToBeginning(all);
    orders.thread.setDaemon(true);
    orders.thread.start();
    return orders;
  }

  private void run() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          read(record);
        }
      }
    } catch (WakeupException asked) {
      // closed
    } catch (RuntimeException failed) {
      failed(failed);
    } finally {
      consumer.close(Duration.ZERO);
    }
  }

  /** From one append time to the other: no clock but the broker's. */
  private void read(ConsumerRecord<byte[], byte[]> record) {
    Instant received;
    try {
      received = Instant.parse(JSON.readTree(record.value()).path("received_at").asText());
    } catch (IOException e) {
      throw new IllegalStateException("A record of " + record.topic() + " is no JSON", e);
    }
    add(record.timestamp() - received.toEpochMilli());
  }

  private synchronized void add(long lag) {
    count++;
    lags.addLast(lag);
    if (lags.size() > NEWEST) {
      lags.removeFirst();
    }
  }

  private synchronized void failed(RuntimeException failed) {
    failure = failed;
  }

  /**
   * How many events came.
   *
   * @throws IllegalStateException where they cannot be read
   */
  synchronized long count() {
    if (failure != null) {
      throw new IllegalStateException("The real-time topic cannot be read", failure);
    }
    return count;
  }

  /** From the broker's receipt of an event to its own on the topic: the median of the newest. */
  synchronized Optional<Duration> lag() {
    List<Long> sorted = lags.stream().sorted().toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(sorted.get(sorted.size() / 2)));
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
