package io.tributary.runners.stream;

import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.generate.LiveGenerator.LiveRecord;
import io.tributary.schemas.event.Header;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the generator's events at a steady pace through a producer that survives its broker, and
 * writes down what the broker has acknowledged: a line {@code partition,offset,md5} for each, the
 * last cell empty for a record without a payload.
 */
final class ClusterFeed implements AutoCloseable {

  private final GeneratorOptions options;
  private final String topic;
  private final int partitions;
  private final Duration over;
  private final Path ledger;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean hurried;
  private volatile boolean closed;

  /**
   * @param partitions how many of the topic's partitions, from the first on, are written to
   * @param over how long it takes to send everything, if nobody hurries
   * @param ledger where the acknowledged records are written down
   */
  ClusterFeed(
      String servers,
      String topic,
      int partitions,
      GeneratorOptions options,
      Duration over,
      Path ledger) {
    this.options = options;
    this.topic = topic;
    this.partitions = partitions;
    this.over = over;
    this.ledger = ledger;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                900_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                900_000L,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                16 << 20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.thread = new Thread(this::run, "feed");
  }

  ClusterFeed start() {
    thread.start();
    return this;
  }

  long sent() {
    return sent.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Whether everything is sent. */
  boolean isDone() {
    return !thread.isAlive();
  }

  /** Sends the rest as fast as it can, and waits until all of it is acknowledged. */
  void finish() throws InterruptedException {
    hurried = true;
    thread.join();
    if (failure.get() != null) {
      throw new IllegalStateException("The feed has failed", failure.get());
    }
  }

  private void run() {
    try (BufferedWriter lines = Files.newBufferedWriter(ledger)) {
      LiveGenerator.run(options, System.currentTimeMillis(), over, record -> send(record, lines));
      producer.flush();
    } catch (IOException | RuntimeException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void send(LiveRecord record, BufferedWriter lines) {
    while (!hurried && !closed && record.at() > System.currentTimeMillis()) {
      LockSupport.parkNanos(1_000_000L);
    }
    if (closed || failure.get() != null) {
      throw new IllegalStateException("The feed was ended", failure.get());
    }
    ProducerRecord<byte[], byte[]> toSend =
        new ProducerRecord<>(topic, partition(record), record.key(), record.payload());
    for (Header header : record.headers()) {
      toSend.headers().add(header.name(), header.value());
    }
    producer.send(
        toSend,
        (metadata, failed) -> {
          if (failed != null) {
            failure.compareAndSet(null, failed);
          } else {
            acknowledge(metadata, record.payload(), lines);
          }
        });
    sent.incrementAndGet();
  }

  /** By key, so that a client's events stay in one; without one in turn. */
  private int partition(LiveRecord record) {
    return record.key() == null
        ? (int) (sent.get() % partitions)
        : Math.floorMod(Arrays.hashCode(record.key()), partitions);
  }

  /** Called on the producer's one thread. */
  private void acknowledge(RecordMetadata metadata, byte[] payload, BufferedWriter lines) {
    try {
      lines.write(
          String.format(
              Locale.ROOT, "%d,%d,%s%n", metadata.partition(), metadata.offset(), md5(payload)));
      acknowledged.incrementAndGet();
    } catch (IOException e) {
      failure.compareAndSet(null, new UncheckedIOException("Cannot write " + ledger, e));
    }
  }

  private static String md5(byte[] payload) {
    if (payload == null) {
      return "";
    }
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(payload);
      return String.format("%032x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What was acknowledged, for errors. */
  @Override
  public String toString() {
    return List.of(sent.get(), acknowledged.get()) + " sent and acknowledged";
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join(Duration.ofSeconds(10).toMillis());
    producer.close(Duration.ZERO);
  }
}
