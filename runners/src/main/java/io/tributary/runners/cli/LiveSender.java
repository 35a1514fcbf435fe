package io.tributary.runners.cli;

import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.generate.LiveGenerator.LiveRecord;
import io.tributary.schemas.event.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the generator's events to a topic, each at its time, from a thread of its own. */
final class LiveSender implements AutoCloseable {

  /** Nobody sees the difference, and the thread sleeps in between. */
  private static final long EARLY_MILLIS = 4;

  private static final int LARGEST = 16 << 20;
  private static final long PATIENCE_MILLIS = 10_000;

  private final LiveGenerator events;
  private final Duration over;
  private final String topic;
  private final ClientSpans spans;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "live-sender");
  private final Map<String, LongAdder> tables = new ConcurrentHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile boolean done;

  private LiveSender(
      LiveGenerator events, Duration over, String servers, String topic, ClientSpans spans) {
    this.events = events;
    this.over = over;
    this.topic = topic;
    this.spans = spans;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "max.request.size",
                LARGEST,
                "buffer.memory",
                2L * LARGEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Begins at once.
   *
   * @param over how long it takes to send them all
   * @param spans is told of those that were sampled
   */
  static LiveSender start(
      LiveGenerator events, Duration over, String servers, String topic, ClientSpans spans) {
    LiveSender sender = new LiveSender(events, over, servers, topic, spans);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  private void run() {
    try {
      events.send(System.currentTimeMillis(), over, this::send);
      producer.flush();
      done = true;
    } catch (Stopped asked) {
      // whoever asked knows
    } catch (IOException | RuntimeException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void send(LiveRecord record) {
    await(record.at());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, record.key(), record.payload());
    for (Header header : record.headers()) {
      message.headers().add(header.name(), header.value());
    }
    tables.computeIfAbsent(record.table(), table -> new LongAdder()).increment();
    long from = System.currentTimeMillis();
    producer.send(
        message,
        (metadata, error) -> {
          if (error == null) {
            acknowledged.incrementAndGet();
            spans.sent(topic, record.headers(), from, System.currentTimeMillis());
          } else {
            failure.compareAndSet(null, error);
          }
        });
  }

  private void await(long time) {
    long early = time - EARLY_MILLIS - System.currentTimeMillis();
    while (early > 0 && !stopped) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(early + EARLY_MILLIS));
      early = time - System.currentTimeMillis();
    }
    if (stopped) {
      throw new Stopped();
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super(null, null, false, false);
    }
  }

  /** How many records the broker has. */
  long sent() {
    return acknowledged.get();
  }

  /** How many records were sent by the table that their rows must end in. */
  SortedMap<String, Long> tables() {
    SortedMap<String, Long> sums = new TreeMap<>();
    tables.forEach((table, sum) -> sums.put(table, sum.sum()));
    return sums;
  }

  /**
   * Whether all are sent.
   *
   * @throws IllegalStateException if the broker refused one
   */
  boolean isDone() {
    if (failure.get() != null) {
      throw new IllegalStateException("The events could not be sent", failure.get());
    }
    return done;
  }

  /** Stops sending. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    producer.close(Duration.ZERO);
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
