package io.tributary.io.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A folder of Parquet files with raw records, at any depth. */
public final class RawStore {

  static final String DATE_FOLDER = "received_date=";
  static final long DAY = 86_400_000L;

  private final Path folder;
  private final List<Path> files;

  private RawStore(Path folder, List<Path> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Opens a raw store.
   *
   * @throws InvalidRawStore if the folder does not exist or holds no Parquet file
   */
  public static RawStore in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidRawStore(
          folder + " is no folder; give the folder that holds the raw Parquet files");
    }
    List<Path> files = list(folder);
    if (files.isEmpty()) {
      throw new InvalidRawStore(
          folder + " holds no *.parquet file; give the folder that holds the raw Parquet files");
    }
    return new RawStore(folder, files);
  }

  /** Whether there is any raw file in a folder, which need not exist. */
  public static boolean holdsFiles(Path folder) {
    return Files.isDirectory(folder) && !list(folder).isEmpty();
  }

  private static List<Path> list(Path folder) {
    try {
      return RawListing.visibleFiles(folder);
    } catch (IOException e) {
      throw new InvalidRawStore(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * Plans a reading: which row groups hold records of the range, and which of those may hold a
   * coordinate twice. Reads footers, and of the row groups in the range the columns of coordinates
   * and times.
   *
   * @param readFrom first {@code received_at} to be read, milliseconds since the epoch
   * @param readTo first that is not
   * @param writeFrom first {@code received_at} whose rows are written
   * @param writeTo first whose rows are not
   * @param progress is told how many rows were looked at
   * @throws InvalidRawStore if a file is damaged or has other columns
   */
  public RawPlan plan(
      long readFrom, long readTo, long writeFrom, long writeTo, LongConsumer progress) {
    CoordinateScan scan = new CoordinateScan(readFrom, readTo, writeFrom, writeTo, progress);
    int filesRead = 0;
    for (Path file : files(readFrom, readTo)) {
      if (scan(file, scan)) {
        filesRead++;
      }
    }
    return scan.plan(filesRead, files.size() - filesRead);
  }

  /**
   * The files that may hold records of a time, sorted by path.
   *
   * @param from first {@code received_at}, milliseconds since the epoch
   * @param to first that is not
   * @throws InvalidRawStore if the name of a folder tells no day
   */
  public List<Path> files(long from, long to) {
    return files.stream().filter(file -> mayHold(file, from, to)).toList();
  }

  /** Scans a file; whether anything of it is in the range. */
  private static boolean scan(Path path, CoordinateScan scan) {
    try (RawFile file = RawFile.open(path)) {
      return scan.add(file);
    } catch (IOException e) {
      throw InvalidRawStore.noParquet(path, e);
    }
  }

  /** Whether a folder's name leaves the file in the range. */
  private boolean mayHold(Path file, long from, long to) {
    Optional<LocalDate> day = dayOf(folder, file);
    return day.isEmpty()
        || (day.get().toEpochDay() * DAY < to && (day.get().toEpochDay() + 1) * DAY > from);
  }

  /** The day that the name of a folder above the file tells. */
  static Optional<LocalDate> dayOf(Path folder, Path file) {
    for (Path part : folder.relativize(file)) {
      String name = part.toString();
      if (name.startsWith(DATE_FOLDER)) {
        try {
          return Optional.of(LocalDate.parse(name.substring(DATE_FOLDER.length())));
        } catch (DateTimeException e) {
          throw new InvalidRawStore(
              file + ": " + name + " names no day; expected " + DATE_FOLDER + "YYYY-MM-DD", e);
        }
      }
    }
    return Optional.empty();
  }
}
