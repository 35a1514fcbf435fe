package io.tributary.runners.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of Flink inside this process: little memory, and everything on loopback. */
final class EmbeddedFlink {

  private EmbeddedFlink() {}

  /**
   * Writes the configuration.
   *
   * @param folder takes the file
   * @param spill where sorts spill to; Flink makes it
   * @return the folder
   */
  static Path configuration(Path folder, Path spill) {
    try {
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
              "io.tmp.dirs: " + spill.toAbsolutePath(),
              ""));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }
}
