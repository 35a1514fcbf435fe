package io.tributary.transforms.warehouse;

import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.RowNotes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A data file that is whole and that no table knows yet.
 *
 * @param table the table it belongs to
 * @param path where it is
 * @param rows how many rows it has
 * @param tallies rows by what a summary asks for: a dead letter's reason, {@code late}
 * @param descriptor what the warehouse needs to commit it
 * @param notes what is told of its rows when it is committed
 */
public record WrittenFile(
    String table,
    String path,
    long rows,
    Map<String, Long> tallies,
    byte[] descriptor,
    RowNotes notes)
    implements Serializable {

  /** A file of whose rows nothing is told. */
  public WrittenFile(
      String table, String path, long rows, Map<String, Long> tallies, byte[] descriptor) {
    this(table, path, rows, tallies, descriptor, RowNotes.NONE);
  }

  /** The same files; the first of each table has what was noted of the table's rows. */
  static List<WrittenFile> withNotes(List<WrittenFile> files, RowNotes.Writer notes) {
    Set<String> tables = new HashSet<>();
    List<WrittenFile> noted = new ArrayList<>();
    for (WrittenFile file : files) {
      noted.add(
          tables.add(file.table)
              ? new WrittenFile(
                  file.table,
                  file.path,
                  file.rows,
                  file.tallies,
                  file.descriptor,
                  notes.take(file.table))
              : file);
    }
    return noted;
  }

  /** Says that a table's files are committed. */
  static void committed(Committed table, List<WrittenFile> files, Counts counts) {
    long rows = 0;
    List<RowNotes> notes = new ArrayList<>();
    for (WrittenFile file : files) {
      if (file.table.equals(table.table())) {
        rows += file.rows;
        notes.add(file.notes);
      }
    }
    counts.committed(table.table(), table.snapshotId(), rows, notes);
  }
}
