package io.tributary.runners.stream;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that fail and checkpoints that are lost, on a cluster whose processes are killed. */
class CheckpointsClusterIT {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void streamEqualsReplayWhateverBecomesOfCheckpoints() throws Exception {
    ClusterScene.Size size =
        new ClusterScene.Size(2, 40_000, Duration.ofSeconds(120), 20260302, "rocksdb");
    try (ClusterScene scene = ClusterScene.open(folder, size)) {
      ClusterChaos chaos = scene.chaos();
      chaos.start(2);
      chaos.failACheckpointAndKill(0);
      chaos.loseAllCheckpoints();
      chaos.failACheckpointAndKill(1);
      scene.finishAndProve();
    }
  }
}
