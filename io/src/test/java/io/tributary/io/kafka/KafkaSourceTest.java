package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.RawRecordCoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSourceTest {

  private static KafkaSource source(int shards) {
    KafkaSettings settings =
        new KafkaSettings("localhost:1", List.of("events", "clicks"), new HashMap<>());
    return new KafkaSource(
        settings, new NetworkClients(settings), WorkerClock.INSTANCE, 0, 1_000, null, shards);
  }

  @Test
  void splitsIntoAsManyShardsAsConfiguredWhateverIsDesired() {
    assertThat(source(4).split(2, null)).hasSize(4);
    assertThat(source(4).split(128, null)).hasSize(4);
  }

  @Test
  void shardStaysWhole() {
    KafkaSource shard = source(4).split(1, null).get(2);
    assertThat(shard.split(8, null)).containsExactly(shard);
  }

  @Test
  void everyPartitionBelongsToOneShard() {
    List<KafkaSource> shards = source(5).split(1, null);
    for (String topic : List.of("events", "clicks")) {
      for (int i = 0; i < 100; i++) {
        TopicPartition partition = new TopicPartition(topic, i);
        assertThat(shards.stream().filter(shard -> shard.reads(partition))).hasSize(1);
      }
    }
  }

  @Test
  void partitionsSpreadEvenly() {
    for (KafkaSource shard : source(4).split(1, null)) {
      assertThat(
              IntStream.range(0, 12)
                  .mapToObj(i -> new TopicPartition("events", i))
                  .filter(shard::reads))
          .hasSize(3);
    }
  }

  @Test
  void otherTopicsAreNotRead() {
    assertThat(source(1).split(1, null).get(0).reads(new TopicPartition("other", 0))).isFalse();
  }

  @Test
  void shardTravels() {
    KafkaSource shard = source(4).split(1, null).get(3);
    KafkaSource copy = SerializableUtils.clone(shard);
    assertThat(copy.toString()).isEqualTo(shard.toString()).contains("shard 3 of 4");
    assertThat(copy.index()).isEqualTo(3);
    assertThat(copy.clock()).isSameAs(WorkerClock.INSTANCE);
    assertThat(copy.getOutputCoder()).isEqualTo(ListCoder.of(RawRecordCoder.of()));
  }

  @Test
  void usersPropertiesDoNotTouchWhatResultsDependOn() {
    HashMap<String, String> properties =
        new HashMap<>(
            Map.of(
                "group.id", "mine",
                "auto.offset.reset", "latest",
                "enable.auto.commit", "true",
                "isolation.level", "read_uncommitted",
                "request.timeout.ms", "40000",
                "client.rack", "a"));
    NetworkClients clients =
        new NetworkClients(new KafkaSettings("localhost:1", List.of("events"), properties));
    try (Consumer<byte[], byte[]> consumer = clients.consumer();
        Lookout lookout = clients.lookout()) {
      assertThat(lookout.take()).isNull();
      assertThatThrownBy(consumer::groupMetadata).hasMessageContaining("group");
    }
  }

  @Test
  void settingsAreChecked() {
    ReadKafka read =
        ReadKafka.from(KafkaSettings.of("localhost:1", "events"), WorkerClock.INSTANCE);
    assertThatThrownBy(() -> read.withShards(0)).hasMessage("Shards must be positive, were 0");
    assertThatThrownBy(() -> read.withClockMargin(Duration.ofSeconds(-1)))
        .hasMessage("Clock margin must not be negative, was PT-1S");
    assertThatThrownBy(() -> read.withLookInterval(Duration.ZERO))
        .hasMessage("Look interval must be positive, was PT0S");
  }
}
