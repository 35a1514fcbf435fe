package io.tributary.kit;

import java.nio.file.Path;
import java.util.Map;

/**
 * A Kafka broker and a Flink cluster that come up side by side and go together.
 *
 * <pre>{@code
 * try (ClusterKit kit = ClusterKit.start(folder, FlinkClusterOptions.of(2, 1))) {
 *   kit.kafka().bootstrapServers();
 *   kit.flink().killTaskManager(0);
 * }
 * }</pre>
 */
public final class ClusterKit implements AutoCloseable {

  private final KafkaBroker kafka;
  private final FlinkCluster flink;

  private ClusterKit(KafkaBroker kafka, FlinkCluster flink) {
    this.kafka = kafka;
    this.flink = flink;
  }

  /**
   * Starts both and waits for both: about ten seconds on two cores.
   *
   * @param folder its sub-folders kafka and flink are theirs
   * @throws IllegalStateException when one does not come up; with the end of its log
   */
  public static ClusterKit start(Path folder, FlinkClusterOptions options) {
    KafkaBroker kafka = KafkaBroker.launch(folder.resolve("kafka"), Map.of());
    FlinkCluster flink = null;
    boolean ready = false;
    try {
      flink = FlinkCluster.launch(folder.resolve("flink"), options);
      ClusterKit kit = new ClusterKit(kafka.awaitReady(), flink.awaitReady());
      ready = true;
      return kit;
    } finally {
      if (!ready) {
        if (flink != null) {
          flink.close();
        }
        kafka.close();
      }
    }
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public FlinkCluster flink() {
    return flink;
  }

  @Override
  public void close() {
    flink.close();
    kafka.close();
  }
}
