package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One TaskManager takes the same stream again: its native libraries and its JDBC driver can be
 * loaded another time. More often than this it takes it only with the jar in Flink's lib folder:
 * libraries keep the classes of a former job.
 */
class AgainClusterIT {

  private static final int TIMES = Integer.getInteger("again.times", 3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void oneTaskManagerTakesAStreamManyTimes() throws Exception {
    ClusterScene.Size size =
        new ClusterScene.Size(1, 20_000, Duration.ofSeconds(TIMES * 20L), 20260302, "rocksdb");
    try (ClusterScene scene = ClusterScene.open(folder, size)) {
      ClusterChaos chaos = scene.chaos();
      chaos.start(1);
      for (int i = 1; i < TIMES; i++) {
        chaos.awaitAppend();
        scene.timeline().say(chaos.memory());
        chaos.stopAndGoOn(1);
      }
      chaos.awaitAppend();
      assertThat(scene.kit().flink().taskManager(0).isAlive()).isTrue();
      scene.finishAndProve();
    }
  }
}
