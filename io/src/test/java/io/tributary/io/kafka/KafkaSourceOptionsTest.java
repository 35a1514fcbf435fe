package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that comes out of saved state under a launch that says otherwise. */
class KafkaSourceOptionsTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()))
          .build();

  @TempDir Path folder;

  private static PipelineOptions launch(KafkaSettings settings, Duration margin) {
    PipelineOptions options = PipelineOptionsFactory.create();
    KafkaSourceOptions.set(options, settings, margin);
    return options;
  }

  /** As they reach a worker. */
  private static PipelineOptions travelled(PipelineOptions options) throws IOException {
    return JSON.readValue(JSON.writeValueAsString(options), PipelineOptions.class);
  }

  private static KafkaSource network(KafkaSettings settings) {
    return new KafkaSource(
        settings, new NetworkClients(settings), WorkerClock.INSTANCE, 5_000, 1_000, null, 4);
  }

  @Test
  void theLaunchSaysWhereTheBrokersAreAndTheStateWhatIsRead() throws IOException {
    KafkaSettings first =
        new KafkaSettings(
            "old:9092",
            List.of("events", "clicks"),
            new HashMap<>(Map.of("client.rack", "a")),
            "/old.properties");
    Path file = Files.writeString(folder.resolve("new.properties"), "ssl.key.password = rotated");
    KafkaSettings now =
        new KafkaSettings(
            "new:9092",
            List.of("others"),
            new HashMap<>(Map.of("client.rack", "b")),
            file.toString());
    KafkaSource saved = SerializableUtils.clone(network(first).split(4, null).get(2));

    KafkaSource restored =
        (KafkaSource)
            saved
                .createReader(travelled(launch(now, Duration.ofSeconds(9))), null)
                .getCurrentSource();

    assertThat(restored.settings().bootstrapServers()).isEqualTo("new:9092");
    assertThat(restored.settings().topics()).containsExactly("events", "clicks");
    assertThat(restored.settings().client(Map.of()))
        .containsEntry("client.rack", "b")
        .containsEntry("ssl.key.password", "rotated");
    assertThat(restored.marginMillis()).isEqualTo(9_000);
    assertThat(restored.index()).isEqualTo(2);
    assertThat(restored).hasToString("KafkaSource[new:9092 [events, clicks], shard 2 of 4]");
    assertThat(SerializableUtils.clone(restored).settings()).isEqualTo(restored.settings());
  }

  @Test
  void withoutALaunchsWordTheSourceIsAsItWasSaved() {
    KafkaSource saved = network(KafkaSettings.of("old:9092", "events"));
    assertThat(saved.createReader(PipelineOptionsFactory.create(), null).getCurrentSource())
        .isSameAs(saved);
    assertThat(saved.createReader(null, null).getCurrentSource()).isSameAs(saved);
  }

  @Test
  void whatIsShownHoldsNoSecret() throws IOException {
    Path file = Files.writeString(folder.resolve("kafka.properties"), "ssl.key.password = hunter2");
    KafkaSettings settings =
        new KafkaSettings("new:9092", List.of("events"), new HashMap<>(), file.toString());

    String shown = JSON.writeValueAsString(launch(settings, Duration.ZERO));

    assertThat(shown).contains("new:9092", file.toString()).doesNotContain("hunter2");
  }

  @Test
  void readingGoesOnAtTheSameRecordOfABrokerThatHasMoved() throws IOException {
    FakeBroker old = FakeBroker.with(2);
    FakeBroker moved = FakeBroker.with(2);
    old.moved.put("moved:9092", moved);
    List<Coordinate> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      old.append(i % 2);
      expected.add(moved.append(i % 2));
    }
    KafkaMark mark;
    List<Coordinate> read = new ArrayList<>();
    try (Reading before = Reading.of(old)) {
      read.addAll(before.coordinatesDuring(2_000));
      mark = before.reader.getCheckpointMark();
    }
    old.silent = true;
    moved.now = old.now;
    expected.add(moved.append(0));
    expected.add(moved.append(1));

    PipelineOptions options =
        launch(KafkaSettings.of("moved:9092", FakeBroker.TOPIC), Duration.ofMillis(100));
    ShardReader after = (ShardReader) old.source(0, null).createReader(options, mark);
    boolean started = false;
    for (long until = old.now + 3_000; old.now < until; old.now += 10) {
      moved.now = old.now;
      if (started ? after.advance() : after.start()) {
        after.getCurrent().stream().map(RawRecord::coordinate).forEach(read::add);
      }
      started = true;
    }

    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(after.getWatermark().getMillis())
        .as("the margin of the launch")
        .isBetween(old.now - 1_200, old.now - 100);
    after.close();
  }
}
