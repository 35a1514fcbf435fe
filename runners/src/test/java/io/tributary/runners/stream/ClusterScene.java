package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.kit.ClusterKit;
import io.tributary.kit.FlinkClusterOptions;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A broker, a Flink cluster, a stream on it, and somebody who sends events: what the tests on real
 * processes begin with, and the proof that they end with.
 */
final class ClusterScene implements AutoCloseable {

  /** How much of everything. */
  record Size(int taskManagers, long events, Duration over, long seed, String stateBackend) {}

  private static final String TOPIC = "events";
  private static final int WRITTEN_PARTITIONS = 4;
  private static final int PARTITIONS = WRITTEN_PARTITIONS + 1; // one stays empty
  private static final Duration GAP = Duration.ofSeconds(20);
  private static final Duration OUT_OF_ORDER = Duration.ofSeconds(5);

  private final Path folder;
  private final ClusterTimeline timeline;
  private final LiveGenerator.References references;
  private final ClusterKit kit;
  private final Admin admin;
  private final ClusterStream stream;
  private final ClusterChaos chaos;
  private final ClusterFeed feed;

  private ClusterScene(
      Path folder, ClusterTimeline timeline, GeneratorOptions events, ClusterKit kit, Size size)
      throws IOException {
    this.folder = folder;
    this.timeline = timeline;
    this.references = LiveGenerator.references(events);
    this.kit = kit;
    String servers = kit.kafka().bootstrapServers();
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.stream =
        new ClusterStream(
            new ClusterStream.Folders(folder),
            kit.flink().restAddress(),
            kit.flink().rest(),
            options(servers));
    this.chaos = new ClusterChaos(kit, stream, timeline, size.taskManagers, size.seed);
    this.feed = new ClusterFeed(servers, TOPIC, WRITTEN_PARTITIONS, events, size.over, ledger());
  }

  /**
   * Starts broker and cluster, makes the topic, and begins to send; the stream is not started.
   *
   * @param folder takes everything
   */
  static ClusterScene open(Path folder, Size size)
      throws IOException, ExecutionException, InterruptedException {
    ClusterTimeline timeline = new ClusterTimeline(folder.resolve("timeline.txt"));
    timeline.say("everything is kept in " + folder + " if this fails; seed " + size.seed);
    GeneratorOptions events =
        GeneratorOptions.into(folder.resolve("generated"))
            .withEvents(size.events)
            .withSeed(size.seed);
    ClusterKit kit =
        ClusterKit.start(
            folder,
            FlinkClusterOptions.of(size.taskManagers, 1)
                .withJobManagerHeap(384)
                .withTaskManagerMemory(704, 128, 64)
                .withFlink("state.backend.type", size.stateBackend)
                .withFlink("execution.checkpointing.incremental", "true"));
    boolean isOpen = false;
    try {
      ClusterScene scene = new ClusterScene(folder, timeline, events, kit, size);
      timeline.say("broker and cluster are up");
      scene.admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      scene.feed.start();
      isOpen = true;
      return scene;
    } finally {
      if (!isOpen) {
        kit.close();
      }
    }
  }

  private List<String> options(String servers) {
    return List.of(
        "--bootstrap-servers=" + servers,
        "--topic=" + TOPIC,
        "--schemas=" + references.schemas(),
        "--profiles=" + references.profiles(),
        "--links=" + references.links(),
        "--max-out-of-order=" + OUT_OF_ORDER,
        "--session-gap=" + GAP,
        "--checkpoint-interval=PT2S",
        "--commit-interval=PT3S",
        "--archive-interval=PT3S");
  }

  private Path ledger() {
    return folder.resolve("acknowledged.csv");
  }

  ClusterKit kit() {
    return kit;
  }

  ClusterStream stream() {
    return stream;
  }

  ClusterChaos chaos() {
    return chaos;
  }

  ClusterFeed feed() {
    return feed;
  }

  ClusterTimeline timeline() {
    return timeline;
  }

  /**
   * Sends the rest, finishes the stream, and proves that nothing is lost, doubled or other than in
   * a replay.
   */
  void finishAndProve() throws IOException, ExecutionException, InterruptedException {
    feed.finish();
    timeline.say(feed + "; " + chaos.memory());
    ClusterStream.Said finished = stream.finish();
    assertThat(finished.exitCode()).as("finish said: %s", finished.text()).isZero();
    timeline.say("finish: " + finished.text().strip());
    ClusterStream.Folders folders = stream.folders();
    try (ClusterProof proof = ClusterProof.of(folders.raw())) {
      proof.rawStoreHolds(admin, TOPIC, PARTITIONS);
      proof.rawStoreHolds(ledger());
      timeline.say("the raw store holds all " + proof.records() + " records once");
      ClusterProof.isFinished(folders.catalog());
      kit.close(); // what follows wants its memory
      Path replayed = folder.resolve("replayed");
      Runs.flink(replay(replayed), 2);
      timeline.say("the raw store is replayed");
      proof.everyRecordIsOneRow("stream", folders.warehouse());
      timeline.say("every record is one row: " + proof.states("stream"));
      proof.sameRows(folders.warehouse(), replayed);
      timeline.say("stream and replay have the same rows");
    }
    timeline.say("killed " + timeline.kills() + "; recoveries: " + timeline.recoveries());
  }

  private ReplayConfig replay(Path warehouse) {
    return new ReplayConfig(
        stream.folders().raw(),
        new ReferenceConfig(
            references.schemas(), references.profiles(), null, references.links(), null, false),
        CatalogConfig.embedded(warehouse),
        DayRange.all(),
        new Rules(GAP, OUT_OF_ORDER, Privacy.defaults(), SchemaSettings.defaults()));
  }

  @Override
  public void close() throws InterruptedException {
    try {
      feed.close();
    } finally {
      admin.close(Duration.ZERO);
      kit.close();
    }
  }
}
