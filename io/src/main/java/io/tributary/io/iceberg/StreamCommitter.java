package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.transforms.warehouse.AppendWarehouse.Refused;
import io.tributary.transforms.warehouse.TableCut;
import io.tributary.transforms.warehouse.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Appends a stream's cuts, one snapshot each, whose summary says from where to where it reaches.
 *
 * <p>A table's cuts form a chain. A cut that begins where the newest ends goes behind it. One that
 * begins earlier comes from a stream that was set back to an older state: it takes the place of all
 * that begin with or after it. One that begins later is refused, since rows would be missing.
 * Snapshots of others, replays of closed days, may lie between.
 */
final class StreamCommitter {

  /** Summary property: the stream that appended. */
  static final String STREAM = "tributary.stream";

  /** Summary property: the append's number. */
  static final String SEQUENCE = "tributary.stream-sequence";

  /** Summary property: where the cut begins, milliseconds since the epoch. */
  static final String FROM = "tributary.stream-from";

  /** Summary property: where it ends. */
  static final String THROUGH = "tributary.stream-through";

  private static final long DAY = 86_400_000L;

  private final OpenCatalog catalog;
  private final String stream;

  StreamCommitter(OpenCatalog catalog, String stream) {
    this.catalog = catalog;
    this.stream = stream;
  }

  /**
   * Commits a cut unless it is there already.
   *
   * @return the snapshot that has it
   * @throws Refused if rows would be missing or doubled
   */
  long commit(TableCut cut, long sequence) {
    Table table = load(cut.table());
    String token = token(cut, sequence);
    Place place = place(table, cut, token);
    if (place.isDone) {
      return Committer.snapshotOf(table, token);
    }
    Map<String, DataFile> files = new LinkedHashMap<>();
    for (WrittenFile file : cut.files()) {
      String json = new String(file.descriptor(), StandardCharsets.UTF_8);
      files.put(file.path(), Committer.dataFile(table, json));
    }
    SnapshotUpdate<?> update =
        place.replaced.isEmpty() ? append(table, files) : replace(table, cut, place, files);
    update.set(Committer.TOKEN, token);
    update.set(STREAM, stream);
    update.set(SEQUENCE, Long.toString(sequence));
    update.set(FROM, Long.toString(cut.from()));
    update.set(THROUGH, Long.toString(cut.through()));
    update.commit();
    long snapshot = Committer.snapshotOf(table, token);
    SnapshotExpiry.of(table).run(STREAM);
    return snapshot;
  }

  /**
   * Whether a cut has been committed and nothing has taken its place.
   *
   * @throws Refused if rows would be missing or doubled
   */
  boolean has(TableCut cut, long sequence) {
    return place(load(cut.table()), cut, token(cut, sequence)).isDone;
  }

  private Table load(String name) {
    try {
      return catalog.catalog().loadTable(catalog.table(name));
    } catch (NoSuchTableException e) {
      throw new Refused("Table " + name + " is gone; start the stream with --rebuild");
    }
  }

  private String token(TableCut cut, long sequence) {
    return CommitToken.of(
        List.of(
            stream,
            Long.toString(sequence),
            cut.table(),
            Long.toString(cut.from()),
            Long.toString(cut.through())),
        cut.files());
  }

  /**
   * Where a cut belongs.
   *
   * @param isDone whether it is there
   * @param replaced this stream's snapshots whose place it takes, also those of them that have lost
   *     theirs before: they may have left a file to their successor
   * @param others snapshots of others since the first of them
   */
  private record Place(boolean isDone, List<Snapshot> replaced, List<Snapshot> others) {}

  private Place place(Table table, TableCut cut, String token) {
    List<Snapshot> replaced = new ArrayList<>();
    List<Snapshot> others = new ArrayList<>();
    List<Snapshot> sinceOurs = new ArrayList<>();
    long earliest = Long.MAX_VALUE;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (!stream.equals(snapshot.summary().get(STREAM))) {
        sinceOurs.add(snapshot);
        continue;
      }
      long from = Long.parseLong(snapshot.summary().get(FROM));
      long through = Long.parseLong(snapshot.summary().get(THROUGH));
      boolean isInPlace = earliest == Long.MAX_VALUE || from < earliest;
      if (isInPlace) {
        if (token.equals(snapshot.summary().get(Committer.TOKEN))) {
          return new Place(true, List.of(), List.of());
        }
        if (through <= cut.from()) {
          requireContiguous(cut, through, replaced.isEmpty());
          return new Place(false, replaced, others);
        }
        if (from < cut.from()) {
          throw new Refused(
              "Table "
                  + cut.table()
                  + " was appended to by another continuation of this stream; start it with"
                  + " --rebuild");
        }
        earliest = from;
      }
      replaced.add(snapshot);
      others.addAll(sinceOurs);
      sinceOurs.clear();
    }
    if (cut.from() != TableCut.FIRST) {
      throw missing(cut, earliest == Long.MAX_VALUE ? "the stream's beginning" : "an earlier time");
    }
    if (!replaced.isEmpty() && earliest != TableCut.FIRST) {
      throw new Refused(
          "The stream was set back further than the history of table "
              + cut.table()
              + " reaches; start it with --rebuild");
    }
    return new Place(false, replaced, others);
  }

  private static void requireContiguous(TableCut cut, long through, boolean isNewest) {
    if (through < cut.from()) {
      throw missing(cut, isNewest ? text(through) : "an earlier time");
    }
  }

  private static Refused missing(TableCut cut, String since) {
    return new Refused(
        "Rows between "
            + since
            + " and "
            + text(cut.from())
            + " are missing in table "
            + cut.table()
            + "; was it rolled back? Start the stream with --rebuild");
  }

  private static String text(long millis) {
    return millis == TableCut.END ? "its end" : Instant.ofEpochMilli(millis).toString();
  }

  private static AppendFiles append(Table table, Map<String, DataFile> files) {
    AppendFiles append = table.newAppend();
    files.values().forEach(append::appendFile);
    return append;
  }

  /** A file that both have stays as it is. */
  private static OverwriteFiles replace(
      Table table, TableCut cut, Place place, Map<String, DataFile> files) {
    requireUntouched(table, cut, place.others);
    Map<String, DataFile> old = left(table, place.replaced);
    OverwriteFiles overwrite = table.newOverwrite();
    old.forEach(
        (path, file) -> {
          if (!files.containsKey(path)) {
            overwrite.deleteFile(file); // nothing is done where a replay has replaced it since
          }
        });
    files.forEach(
        (path, file) -> {
          if (!old.containsKey(path)) {
            if (!table.io().newInputFile(path).exists()) {
              throw new Refused(
                  "A data file of "
                      + cut.table()
                      + " is gone that this state of the stream needs; start it with --rebuild");
            }
            overwrite.addFile(file);
          }
        });
    return overwrite;
  }

  /** What the snapshots added and none of them took away again. */
  private static Map<String, DataFile> left(Table table, List<Snapshot> newestFirst) {
    Map<String, DataFile> files = new LinkedHashMap<>();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Snapshot snapshot = newestFirst.get(i);
      snapshot.removedDataFiles(table.io()).forEach(file -> files.remove(file.location()));
      snapshot.addedDataFiles(table.io()).forEach(file -> files.put(file.location(), file));
    }
    return files;
  }

  /** The stream is about to write again from the cut's begin on; nobody else may have done so. */
  private static void requireUntouched(Table table, TableCut cut, List<Snapshot> others) {
    for (Snapshot snapshot : others) {
      if (snapshot.summary().containsKey(Committer.RUN)
          || !DataOperations.APPEND.equals(snapshot.operation())) {
        requireBefore(snapshot.addedDataFiles(table.io()), cut);
        requireBefore(snapshot.removedDataFiles(table.io()), cut);
      }
    }
  }

  private static void requireBefore(Iterable<DataFile> files, TableCut cut) {
    for (DataFile file : files) {
      long day = file.partition().get(0, Integer.class);
      if (cut.from() == TableCut.FIRST || (day + 1) * DAY > cut.from()) {
        throw new Refused(
            "The stream was set back to a state from before a replay of table "
                + cut.table()
                + ", whose rows it would write twice; start it with --rebuild");
      }
    }
  }

  /** Where the newest append of any stream to a table ends; empty where there is none. */
  static OptionalLong through(Table table) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      String through = snapshot.summary().get(THROUGH);
      if (through != null) {
        return OptionalLong.of(Long.parseLong(through));
      }
    }
    return OptionalLong.empty();
  }
}
