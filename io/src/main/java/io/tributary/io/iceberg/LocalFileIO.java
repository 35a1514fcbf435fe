package io.tributary.io.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Iceberg's file IO on the local disk, without Hadoop: no checksum files beside the data, and a
 * second less at every start. It is what the embedded catalog uses; a warehouse elsewhere names its
 * own.
 */
public final class LocalFileIO implements FileIO {

  private static final long serialVersionUID = 1L;

  @Override
  public InputFile newInputFile(String path) {
    return org.apache.iceberg.Files.localInput(plain(path));
  }

  @Override
  public OutputFile newOutputFile(String path) {
    Path file = Path.of(plain(path));
    try {
      // Iceberg's own way fails where two threads make the same folder.
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder of " + file, e);
    }
    return org.apache.iceberg.Files.localOutput(file.toString());
  }

  @Override
  public void deleteFile(String path) {
    try {
      Files.deleteIfExists(Path.of(plain(path)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  /** The path without {@code file:} before it. */
  static String plain(String path) {
    if (!path.startsWith("file:")) {
      return path;
    }
    String rest = path.substring("file:".length());
    return rest.startsWith("//") ? rest.substring(2) : rest;
  }
}
