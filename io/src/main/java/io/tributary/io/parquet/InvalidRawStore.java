package io.tributary.io.parquet;

import java.nio.file.Path;

/** The raw store cannot be read as it is; the message names the file and the way out. */
public final class InvalidRawStore extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidRawStore(String message) {
    super(message);
  }

  public InvalidRawStore(String message, Throwable cause) {
    super(message, cause);
  }

  /** What reading a row group came upon, with the file's name before it. */
  static InvalidRawStore damaged(RowGroup group, Exception e) {
    return e instanceof InvalidRawStore
        ? new InvalidRawStore(group.file() + ": " + e.getMessage(), e)
        : new InvalidRawStore(
            group.file() + " is damaged (" + firstLine(e) + "); remove or restore it", e);
  }

  static InvalidRawStore noParquet(Path file, Exception e) {
    return new InvalidRawStore(
        file + " is no whole Parquet file (" + firstLine(e) + "); remove or restore it", e);
  }

  static InvalidRawStore overlapping(RawPartition partition, Path one, Path other) {
    return new InvalidRawStore(
        (one.equals(other) ? one + " is" : one + " and " + other + " are")
            + " out of order in "
            + partition
            + ", or hold"
            + (one.equals(other) ? "s" : "")
            + " an offset twice; remove the copy");
  }

  /** Parquet's own messages may have several lines, or none. */
  static String firstLine(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("");
  }
}
