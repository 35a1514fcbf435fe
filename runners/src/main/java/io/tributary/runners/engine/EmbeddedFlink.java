package io.tributary.runners.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Flink's configuration: of an engine inside this process, and of a streaming job anywhere. */
final class EmbeddedFlink {

  private EmbeddedFlink() {}

  /**
   * Writes the configuration of an engine for one batch: little memory, everything on loopback.
   *
   * @param folder takes the file
   * @param spill where sorts spill to; Flink makes it
   * @return the folder
   */
  static Path configuration(Path folder, Path spill) {
    return write(folder, engine(spill, "320m")); // sorts of the one shuffle; they spill
  }

  /**
   * The same for an engine that streams: state is on the heap, and there is nothing to sort.
   *
   * @param checkpoints where checkpoints are kept
   */
  static Path streaming(Path folder, Path spill, Path checkpoints) {
    List<String> lines = new ArrayList<>(engine(spill, "16m"));
    lines.add("rest.bind-port: 0");
    lines.add("metrics.fetcher.update-interval: 1000"); // what the status line shows
    lines.addAll(checkpointing(checkpoints));
    return write(folder, lines);
  }

  /** The configuration of a streaming job on a cluster that has one of its own. */
  static Path job(Path folder, Path checkpoints) {
    return write(folder, checkpointing(checkpoints));
  }

  /**
   * Writes a jar without classes, for jobs that find theirs in this process. Given no jar at all,
   * Beam would hand over the whole class path, and every class and native library would be loaded a
   * second time. Two SQLites in a process do not see each other's locks and damage the catalog.
   */
  static Path emptyJar(Path folder) {
    Path jar = folder.resolve("empty.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, new Manifest()).close();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  private static List<String> engine(Path spill, String managed) {
    return List.of(
        "taskmanager.memory.managed.size: " + managed,
        "taskmanager.memory.network.min: 64m",
        "taskmanager.memory.network.max: 64m",
        "taskmanager.host: localhost",
        "jobmanager.rpc.address: localhost",
        "rest.address: localhost",
        "rest.bind-address: localhost",
        "io.tmp.dirs: " + spill.toAbsolutePath());
  }

  private static List<String> checkpointing(Path checkpoints) {
    return List.of(
        "state.checkpoints.dir: " + checkpoints.toAbsolutePath().toUri(),
        "state.checkpoints.num-retained: 3",
        // An outage is waited for, with a try each minute in the end.
        "restart-strategy.type: exponential-delay",
        "restart-strategy.exponential-delay.initial-backoff: 1 s",
        "restart-strategy.exponential-delay.max-backoff: 60 s",
        "restart-strategy.exponential-delay.backoff-multiplier: 2.0",
        "restart-strategy.exponential-delay.reset-backoff-threshold: 5 min",
        "restart-strategy.exponential-delay.attempts-before-reset-backoff: 2147483647");
  }

  private static Path write(Path folder, List<String> lines) {
    try {
      Files.write(folder.resolve("flink-conf.yaml"), lines);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }
}
