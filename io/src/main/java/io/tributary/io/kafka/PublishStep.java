package io.tributary.io.kafka;

import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rows while a bundle runs, and ends the bundle when the broker has all of them. A send that
 * fails fails the bundle, so rows may be sent again. A record that is too large for the broker
 * would fail for ever: it is sent smaller, and counted.
 */
final class PublishStep implements Step<WarehouseRow, Void> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PublishStep.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final PublishProducers producers;
  private final String topic;
  private final PublishFormat format;

  private transient Producer<byte[], byte[]> producer;
  private transient Bundle bundle;

  PublishStep(PublishProducers producers, String topic, PublishFormat format) {
    this.producers = producers;
    this.topic = topic;
    this.format = format;
  }

  /** A row that did not fit. */
  private record TooLarge(WarehouseRow row, PublishSize size, RecordTooLargeException error) {}

  /** What the producer's thread says of one bundle's sends; late answers reach no other bundle. */
  private static final class Bundle {
    private final Queue<TooLarge> tooLarge = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long cut;

    void answered(WarehouseRow row, PublishSize size, Exception error) {
      if (error instanceof RecordTooLargeException large) {
        tooLarge.add(new TooLarge(row, size, large));
      } else if (error != null) {
        failure.compareAndSet(null, error);
      }
    }
  }

  @Override
  public void open() {
    producer = producers.open();
  }

  @Override
  public void start() {
    bundle = new Bundle();
  }

  @Override
  public void process(WarehouseRow row, Consumer<Void> out, Counts counts) {
    if (format.takes(row)) {
      send(row, PublishSize.WHOLE);
      counts.add(Measure.RECORDS_PUBLISHED);
      sendSmaller();
    }
    check();
  }

  @Override
  public void finish(Consumer<Void> out, Counts counts) {
    do {
      producer.flush();
      check();
    } while (sendSmaller());
    if (bundle.cut > 0) {
      counts.add(Measure.RECORDS_CUT, bundle.cut);
      LOG.warn(
          "Topic {} got records without their payload, being too large for it: {};"
              + " raise its max.message.bytes to have the next ones whole",
          topic,
          bundle.cut);
    }
  }

  private void send(WarehouseRow row, PublishSize size) {
    Bundle current = bundle;
    producer.send(
        format.record(topic, row, size), (metadata, error) -> current.answered(row, size, error));
  }

  /** Whether there was any. */
  private boolean sendSmaller() {
    boolean any = false;
    for (TooLarge next = bundle.tooLarge.poll(); next != null; next = bundle.tooLarge.poll()) {
      PublishSize smaller = next.size().smaller();
      if (smaller == null) {
        throw failed(next.error());
      }
      if (next.size() == PublishSize.WHOLE) {
        bundle.cut++;
      }
      send(next.row(), smaller);
      any = true;
    }
    return any;
  }

  private void check() {
    Exception failure = bundle.failure.get();
    if (failure != null) {
      throw failed(failure);
    }
  }

  private KafkaException failed(Exception cause) {
    return new KafkaException(
        "Topic "
            + topic
            + " took not all that was sent ("
            + cause.getClass().getSimpleName()
            + "); see that the broker is up, and that the topic is there and can be written to",
        cause);
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_WITHIN);
      producer = null;
    }
  }
}
