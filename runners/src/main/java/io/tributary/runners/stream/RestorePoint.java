package io.tributary.runners.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest state that a stream can go on from: a retained checkpoint or a savepoint, whichever
 * was completed last.
 *
 * @param path its folder
 * @param completed when its metadata was written
 */
record RestorePoint(Path path, FileTime completed) {

  /** Flink writes it last of all. */
  private static final String METADATA = "_metadata";

  /**
   * @param checkpoints the folder that checkpoints and savepoints are kept in
   * @param savepoint a savepoint elsewhere, or null
   */
  static Optional<RestorePoint> newest(Path checkpoints, String savepoint) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(checkpoints)) {
      try (Stream<Path> walk = Files.walk(checkpoints, 3)) {
        walk.filter(path -> path.getFileName().toString().equals(METADATA)).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list " + checkpoints, e);
      }
    }
    if (savepoint != null) {
      Path metadata = local(savepoint).resolve(METADATA);
      if (Files.exists(metadata) && !found.contains(metadata)) {
        found.add(metadata);
      }
    }
    return found.stream()
        .map(metadata -> new RestorePoint(metadata.getParent(), completed(metadata)))
        .max(Comparator.comparing(RestorePoint::completed));
  }

  private static Path local(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }

  private static FileTime completed(Path metadata) {
    try {
      return Files.getLastModifiedTime(metadata);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + metadata, e);
    }
  }
}
