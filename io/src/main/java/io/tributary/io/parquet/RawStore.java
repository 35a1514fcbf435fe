package io.tributary.io.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** A folder of Parquet files with raw records, at any depth. */
public final class RawStore {

  private static final String DATE_FOLDER = "received_date=";
  private static final long DAY = 86_400_000L;

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
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          walk.filter(path -> isVisible(folder, path) && path.toString().endsWith(".parquet"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new InvalidRawStore(
            folder + " holds no *.parquet file; give the folder that holds the raw Parquet files");
      }
      return new RawStore(folder, files);
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidRawStore(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isVisible(Path folder, Path path) {
    for (Path part : folder.relativize(path)) {
      char first = part.toString().isEmpty() ? 'x' : part.toString().charAt(0);
      if (first == '.' || first == '_') {
        return false;
      }
    }
    return true;
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
    List<RowGroup> groups = new ArrayList<>();
    Set<LocalDate> days = new TreeSet<>();
    int filesRead = 0;
    for (Path file : files) {
      if (mayHold(file, readFrom, readTo)) {
        List<RowGroup> ofFile = groupsOf(file, readFrom, readTo);
        filesRead += ofFile.isEmpty() ? 0 : 1;
        groups.addAll(ofFile);
      }
    }
    CoordinateScan scan = new CoordinateScan(readFrom, readTo, writeFrom, writeTo);
    return scan.plan(groups, filesRead, files.size() - filesRead, progress);
  }

  /** Whether a folder's name leaves the file in the range. */
  private boolean mayHold(Path file, long from, long to) {
    for (Path part : folder.relativize(file)) {
      String name = part.toString();
      if (name.startsWith(DATE_FOLDER)) {
        try {
          long day = LocalDate.parse(name.substring(DATE_FOLDER.length())).toEpochDay();
          return day * DAY < to && (day + 1) * DAY > from;
        } catch (DateTimeException e) {
          throw new InvalidRawStore(
              file + ": " + name + " names no day; expected " + DATE_FOLDER + "YYYY-MM-DD", e);
        }
      }
    }
    return true;
  }

  private static List<RowGroup> groupsOf(Path path, long from, long to) {
    try (ParquetFileReader file = RowGroupReader.openFile(path)) {
      RawColumns columns = RawColumns.of(path, file.getFileMetaData().getSchema());
      List<RowGroup> groups = new ArrayList<>();
      List<BlockMetaData> blocks = file.getRowGroups();
      for (int i = 0; i < blocks.size(); i++) {
        BlockMetaData block = blocks.get(i);
        if (block.getRowCount() > 0 && mayHold(block, columns, from, to)) {
          groups.add(
              new RowGroup(
                  path.toString(), i, block.getRowCount(), block.getCompressedSize(), false));
        }
      }
      return groups;
    } catch (IOException | RuntimeException e) {
      if (e instanceof InvalidRawStore invalid) {
        throw invalid;
      }
      throw new InvalidRawStore(
          path
              + " is no whole Parquet file ("
              + InvalidRawStore.firstLine(e)
              + "); remove or restore it",
          e);
    }
  }

  private static boolean mayHold(BlockMetaData block, RawColumns columns, long from, long to) {
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (chunk.getPath().toDotString().equals(RawColumns.RECEIVED_AT)) {
        var statistics = chunk.getStatistics();
        if (statistics == null || !statistics.hasNonNullValue()) {
          return true;
        }
        long min = (Long) statistics.genericGetMin();
        long max = (Long) statistics.genericGetMax();
        return Math.floorDiv(min, columns.millisDivisor()) < to
            && Math.floorDiv(max, columns.millisDivisor()) >= from;
      }
    }
    return true;
  }
}
