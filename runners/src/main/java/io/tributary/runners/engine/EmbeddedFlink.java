package io.tributary.runners.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of Flink inside this process: little memory, and everything on loopback. */
final class EmbeddedFlink {

  private EmbeddedFlink() {}

  /** Writes the configuration; where it is. */
  static Path configuration(Path temporary) {
    try {
      Path folder = temporary.resolve("flink");
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("flink-conf.yaml"),
          String.join(
              "\n",
              "taskmanager.memory.managed.size: 320m", // sorts of the one shuffle; they spill
              "taskmanager.memory.network.min: 64m",
              "taskmanager.memory.network.max: 64m",
              "taskmanager.host: localhost",
              "jobmanager.rpc.address: localhost",
              "rest.address: localhost",
              "rest.bind-address: localhost",
              "io.tmp.dirs: " + folder.toAbsolutePath(),
              ""));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + temporary, e);
    }
  }
}
