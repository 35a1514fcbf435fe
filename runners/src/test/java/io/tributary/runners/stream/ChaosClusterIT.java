package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law on real processes: whatever is killed, stopped and rescaled, what the stream has written
 * is what a replay of its raw store writes, and the raw store holds every record once.
 *
 * <p>{@code -Dchaos.events=N} sends another number of events, {@code -Dchaos.seconds=N} over
 * another time, {@code -Dchaos.seed=N} draws other moments and other events, and {@code
 * -Dchaos.state=rocksdb} keeps the state there.
 */
class ChaosClusterIT {

  private static final ClusterScene.Size SIZE =
      new ClusterScene.Size(
          2,
          Long.getLong("chaos.events", 200_000),
          Duration.ofSeconds(Long.getLong("chaos.seconds", 300)),
          Long.getLong("chaos.seed", 20260302),
          System.getProperty("chaos.state", "hashmap"));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void streamEqualsReplayWhateverIsKilled() throws Exception {
    try (ClusterScene scene = ClusterScene.open(folder, SIZE)) {
      ClusterChaos chaos = scene.chaos();
      chaos.start(2);
      chaos.killTaskManager(0);
      chaos.killTaskManager(1);
      chaos.killBroker();
      chaos.killJobManager();
      chaos.killTaskManager(0);
      chaos.stopAndGoOn(2);
      chaos.killBothTaskManagers();
      scene.timeline().say(scene.feed().toString());
      chaos.stopAndKillTheClient(1);
      chaos.killTaskManager(0);
      chaos.killTaskManager(1);
      chaos.killBroker();
      chaos.stopAndKillTheClient(2);
      chaos.killJobManager();
      chaos.killTaskManager(1);
      scene.timeline().say(scene.feed().toString());
      assertThat(scene.timeline().kills()).isGreaterThanOrEqualTo(10);
      scene.finishAndProve();
    }
  }
}
