package io.tributary.runners.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.runners.generate.LiveGenerator.LiveRecord;
import io.tributary.schemas.event.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes and reads topics, as those do that a stream stands between. */
final class EmbeddedKafka implements AutoCloseable {

  private static final int LARGEST = 16 << 20;

  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  EmbeddedKafka(String servers) {
    this.servers = servers;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "linger.ms",
                5,
                "max.request.size",
                LARGEST,
                "buffer.memory",
                4L * LARGEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  String servers() {
    return servers;
  }

  /** Makes a topic. */
  void create(String topic, int partitions, Map<String, String> settings) {
    NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(settings);
    done(admin.createTopics(List.of(wanted)).all());
  }

  void create(String topic, int partitions) {
    create(topic, partitions, Map.of());
  }

  /** Adds partitions to a topic. */
  void widen(String topic, int partitions) {
    done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  void send(String topic, int partition, String client, String payload) {
    send(
        new ProducerRecord<>(
            topic, partition, client.getBytes(UTF_8), payload.getBytes(UTF_8), null));
  }

  /** Sends what the generator made, by its key. */
  void send(String topic, LiveRecord made) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, made.key(), made.payload());
    for (Header header : made.headers()) {
      record.headers().add(header.name(), header.value());
    }
    send(record);
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record, (sent, error) -> failure.compareAndSet(null, error));
  }

  /** Waits until the broker has everything. */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException(failure.getAndSet(null));
    }
  }

  /** All records of a topic that there are now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "max.partition.fetch.bytes", LARGEST),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      while (!ends.isEmpty()) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      }
    }
    return all;
  }

  private static void done(KafkaFuture<?> asked) {
    try {
      asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
