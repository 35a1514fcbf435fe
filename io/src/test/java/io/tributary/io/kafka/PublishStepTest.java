package io.tributary.io.kafka;

import static io.tributary.io.kafka.PublishedRows.deadLetter;
import static io.tributary.io.kafka.PublishedRows.header;
import static io.tributary.io.kafka.PublishedRows.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.transforms.telemetry.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublishStepTest {

  /** A broker that answers at a flush, and takes no record of more than so many bytes. */
  private static final class Broker extends MockProducer<byte[], byte[]> {
    private final int limit;
    private final List<Runnable> refusals = new ArrayList<>();

    Broker(int limit) {
      super(false, new ByteArraySerializer(), new ByteArraySerializer());
      this.limit = limit;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      int size = record.value() == null ? 0 : record.value().length;
      for (Header header : record.headers()) {
        size += header.value().length;
      }
      if (size <= limit) {
        return super.send(record, callback);
      }
      refusals.add(() -> callback.onCompletion(null, new RecordTooLargeException("too large")));
      return new CompletableFuture<>();
    }

    @Override
    public synchronized void flush() {
      super.flush();
      List<Runnable> all = new ArrayList<>(refusals);
      refusals.clear();
      all.forEach(Runnable::run);
    }
  }

  private final Broker broker = new Broker(400);
  private final PublishStep step = new PublishStep(() -> broker, "dead", new PublishDeadLetters());

  private void process(byte[] payload) {
    step.process(deadLetter(payload), none -> {}, Counts.NONE);
  }

  private void finish() {
    step.finish(none -> {}, Counts.NONE);
  }

  private void start() {
    step.open();
    step.start();
  }

  @Test
  void endsABundleWhenAllIsAcknowledged() {
    start();
    process(new byte[] {1});
    process(new byte[] {2});
    step.process(plain(), none -> {}, Counts.NONE);
    assertThat(broker.completeNext()).isTrue();
    assertThat(broker.flushed()).isFalse();
    finish();
    assertThat(broker.flushed()).isTrue();
    assertThat(broker.history())
        .extracting(record -> record.value()[0])
        .containsExactly((byte) 1, (byte) 2);
  }

  @Test
  void aRefusalFailsTheBundleAtItsEnd() {
    start();
    process(new byte[] {1});
    broker.errorNext(new TimeoutException("away"));
    assertThatThrownBy(this::finish)
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("dead")
        .hasMessageContaining("TimeoutException")
        .hasRootCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aRefusalFailsTheBundleAtTheNextRow() {
    start();
    process(new byte[] {1});
    broker.errorNext(new TimeoutException("away"));
    assertThatThrownBy(() -> process(new byte[] {2})).isInstanceOf(KafkaException.class);
  }

  @Test
  void anAnswerToAnEarlierBundleHarmsNoLaterOne() {
    start();
    process(new byte[] {1});
    step.start();
    broker.errorNext(new TimeoutException("away"));
    process(new byte[] {2});
    finish();
    assertThat(broker.history()).hasSize(2);
  }

  @Test
  void sendsWithoutItsPayloadWhatIsTooLarge() {
    start();
    process(new byte[1000]);
    process(new byte[] {1});
    finish();
    assertThat(broker.history()).hasSize(2);
    ProducerRecord<byte[], byte[]> smaller = broker.history().get(1);
    assertThat(smaller.value()).isNull();
    assertThat(smaller.headers().lastHeader("tributary.payload").value())
        .asString()
        .isEqualTo("omitted");
    assertThat(smaller.headers().lastHeader("tributary.offset").value()).asString().isEqualTo("17");
  }

  @Test
  void sendsWithoutItsHeadersWhatIsTooLargeByThem() {
    start();
    step.process(
        deadLetter(new byte[1000], header("a", "x".repeat(1000))), none -> {}, Counts.NONE);
    finish();
    assertThat(broker.history()).hasSize(1);
    assertThat(broker.history().get(0).headers().lastHeader("a")).isNull();
    assertThat(broker.history().get(0).headers().lastHeader("tributary.headers")).isNotNull();
  }

  @Test
  void failsWhereNothingIsSmallEnough() {
    Broker narrow = new Broker(10);
    PublishStep cramped = new PublishStep(() -> narrow, "dead", new PublishDeadLetters());
    cramped.open();
    cramped.start();
    cramped.process(deadLetter(null), none -> {}, Counts.NONE);
    assertThatThrownBy(() -> cramped.finish(none -> {}, Counts.NONE))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("RecordTooLargeException");
  }

  @Test
  void closesItsProducer() {
    step.close();
    start();
    step.close();
    step.close();
    assertThat(broker.closed()).isTrue();
  }
}
