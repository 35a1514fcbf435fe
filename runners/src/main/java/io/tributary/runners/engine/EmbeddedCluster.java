package io.tributary.runners.engine;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A Flink cluster inside this process, with its REST interface on a free port of loopback: a stream
 * is submitted to it, watched, stopped and resumed as on any other.
 */
final class EmbeddedCluster implements AutoCloseable {

  private final MiniCluster cluster;
  private final String address;

  private EmbeddedCluster(MiniCluster cluster, String address) {
    this.cluster = cluster;
    this.address = address;
  }

  /**
   * Starts it.
   *
   * @param configuration folder with Flink's configuration file
   * @param slots how much it runs at a time
   */
  static EmbeddedCluster start(Path configuration, int slots) {
    Configuration settings = GlobalConfiguration.loadConfiguration(configuration.toString());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      var rest = cluster.getRestAddress().get();
      return new EmbeddedCluster(cluster, rest.getHost() + ":" + rest.getPort());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting the embedded Flink", e);
    } catch (Exception e) { // what MiniCluster.start declares
      throw new IllegalStateException("The embedded Flink does not start", e);
    }
  }

  /** {@code HOST:PORT} of its REST interface. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    try {
      cluster.closeAsync().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The embedded Flink does not stop", e);
    }
  }
}
