package io.tributary.io.kafka;

import static io.tributary.io.kafka.PublishedRows.deadLetter;
import static io.tributary.io.kafka.PublishedRows.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.WarehouseRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublishKafkaTest {

  /** Producers of workers, which are copies, by the name of their test. */
  private static final Map<String, Queue<MockProducer<byte[], byte[]>>> OPENED =
      new ConcurrentHashMap<>();

  private record Producers(String name) implements PublishProducers {
    @Override
    public Producer<byte[], byte[]> open() {
      MockProducer<byte[], byte[]> producer =
          new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
      OPENED.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(producer);
      return producer;
    }
  }

  private static List<Integer> publish(PublishFormat format) {
    String name = UUID.randomUUID().toString();
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(
            Create.<WarehouseRow>of(plain(), deadLetter(new byte[7]), deadLetter(new byte[9]))
                .withCoder(WarehouseRowCoder.of()))
        .apply("Publish", new PublishKafka(new Producers(name), "topic", format));
    pipeline.run().waitUntilFinish();
    return OPENED.remove(name).stream()
        .flatMap(producer -> producer.history().stream())
        .map(record -> record.value().length)
        .sorted()
        .toList();
  }

  @Test
  void sendsTheRowsOfItsKind() {
    assertThat(publish(new PublishDeadLetters())).containsExactly(7, 9);
    assertThat(publish(new PublishEvents(0))).hasSize(1).allMatch(size -> size > 100);
  }

  @Test
  void refusesATopicWithoutName() {
    KafkaSettings settings = KafkaSettings.of("localhost:9092", "events");
    assertThatThrownBy(() -> PublishKafka.deadLetters(settings, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic");
  }

  @Test
  void isIdempotentWhateverTheUserSets() {
    HashMap<String, String> own = new HashMap<>();
    own.put("linger.ms", "500");
    own.put("acks", "0");
    own.put("security.protocol", "SSL");
    assertThat(
            PublishProducers.Config.of(new KafkaSettings("localhost:9092", List.of("events"), own)))
        .containsEntry("bootstrap.servers", "localhost:9092")
        .containsEntry("linger.ms", "500")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.request.size", 32 << 20);
  }
}
