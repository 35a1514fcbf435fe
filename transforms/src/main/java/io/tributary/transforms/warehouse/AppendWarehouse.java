package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.function.Consumer;

/** Port: tables that a stream appends to, slice after slice. Travels to the workers. */
public interface AppendWarehouse extends Serializable {

  /** Opens a writer of data files. */
  Warehouse.Files openFiles();

  /**
   * Makes a slice of the tables visible, one atomic commit per table. Doing it again with the same
   * slice changes nothing. A slice that overlaps what was appended before, because the stream was
   * set back to an older state, takes the place of it.
   *
   * @param append the slice
   * @param committed is told each table that was committed
   */
  void append(Append append, Consumer<String> committed);
}
