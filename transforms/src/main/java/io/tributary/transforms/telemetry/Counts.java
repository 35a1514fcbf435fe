package io.tributary.transforms.telemetry;

import java.util.Collection;

/** Where a step says what it did. */
public interface Counts {

  void add(Measure measure, long n);

  default void add(Measure measure) {
    add(measure, 1);
  }

  /** Does a part of the work and takes its time. */
  default void timed(Part part, Runnable work) {
    work.run();
  }

  /** Where rows are noted for the time when they are committed. */
  default RowNotes.Writer notes() {
    return RowNotes.Writer.NONE;
  }

  /**
   * A table has new rows.
   *
   * @param table its name
   * @param snapshotId the snapshot that has them, or {@link #NO_SNAPSHOT} where nothing changed
   * @param rows how many
   * @param notes what was noted of them
   */
  default void committed(String table, long snapshotId, long rows, Collection<RowNotes> notes) {}

  /** Stands for a commit that made no snapshot. */
  long NO_SNAPSHOT = -1;

  /** Counts nothing: for tests of plain logic. */
  Counts NONE = (measure, n) -> {};
}
