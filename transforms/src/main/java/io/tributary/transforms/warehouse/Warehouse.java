package io.tributary.transforms.warehouse;

import io.tributary.schemas.event.TableRow;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Port: tables that are written file by file and committed once. Travels to the workers. */
public interface Warehouse extends Serializable {

  /** Opens a writer for one bundle. */
  Files openFiles();

  /**
   * Makes the files visible, one atomic commit per table; called with all files of the run. Doing
   * it again with the same files changes nothing.
   *
   * @param files the run's files
   * @param committed is told each table that was committed
   */
  void commit(List<WrittenFile> files, Consumer<Committed> committed);

  /** Data files while they are written. */
  interface Files {

    /** Adds a row to its table's file of its day. */
    void write(TableRow row);

    /** Closes all files and gives them over. */
    List<WrittenFile> finish();

    /** Throws away what is not finished. */
    void abandon();
  }
}
