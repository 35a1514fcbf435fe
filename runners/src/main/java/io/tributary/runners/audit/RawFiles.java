package io.tributary.runners.audit;

import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.parquet.RawStore;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The raw store's files as DuckDB reads them. */
final class RawFiles {

  private static final String DATE_FOLDER = "received_date=";
  private static final long DAY = 86_400_000L;

  private final List<Path> files;
  private final Path folder;

  private RawFiles(Path folder, List<Path> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Lists a raw store.
   *
   * @throws InvalidRawStore if there is none
   */
  static RawFiles in(Path folder) {
    RawStore.in(folder); // says what is wrong with the folder
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          visitor(folder, files));
    } catch (IOException e) {
      throw new InvalidRawStore(folder + " cannot be listed: " + e.getMessage(), e);
    }
    files.sort(null);
    return new RawFiles(folder, files);
  }

  /** Passes over what is hidden: a stream writes it and takes it away. */
  private static SimpleFileVisitor<Path> visitor(Path folder, List<Path> files) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        return !path.equals(folder) && isHidden(path)
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (!isHidden(path) && path.toString().endsWith(".parquet")) {
          files.add(path);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw e;
      }
    };
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.startsWith("_");
  }

  /**
   * A query for what stands behind {@code FROM}: {@code topic, partition, offset, received_at} of
   * the records of a time, and further columns.
   */
  String select(long from, long to, String... more) {
    List<String> within =
        files.stream().filter(file -> mayHold(file, from, to)).map(Path::toString).toList();
    String further = more.length == 0 ? "" : ", " + String.join(", ", more);
    if (within.isEmpty()) {
      return "(SELECT NULL::VARCHAR AS topic, NULL::INTEGER AS partition, NULL::BIGINT AS"
          + " \"offset\", NULL::TIMESTAMPTZ AS received_at"
          + further.replace(", ", ", NULL::BLOB AS ")
          + " WHERE false)";
    }
    // Text of another writer may be plain bytes for Parquet. Payloads are bytes and must stay so.
    boolean isPlain = more.length == 0;
    return "(SELECT "
        + (isPlain ? "topic" : "decode(topic::BLOB) AS topic")
        + ", partition::INTEGER AS partition, \"offset\"::BIGINT AS \"offset\","
        + " received_at::TIMESTAMPTZ AS received_at"
        + further
        + " FROM read_parquet("
        + Sql.list(within)
        + ", hive_partitioning = false, binary_as_string = "
        + isPlain
        + ") WHERE "
        + Sql.within("received_at", from, to)
        + ")";
  }

  private boolean mayHold(Path file, long from, long to) {
    for (Path part : folder.relativize(file)) {
      String name = part.toString();
      if (name.startsWith(DATE_FOLDER)) {
        try {
          long day = LocalDate.parse(name.substring(DATE_FOLDER.length())).toEpochDay();
          return day * DAY < to && (day + 1) * DAY > from;
        } catch (DateTimeParseException e) {
          throw new InvalidRawStore(
              file + ": " + name + " names no day; expected " + DATE_FOLDER + "YYYY-MM-DD", e);
        }
      }
    }
    return true;
  }
}
