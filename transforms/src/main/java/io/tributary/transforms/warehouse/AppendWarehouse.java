package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.function.Consumer;

/** Port: tables that a stream appends to, slice after slice. Travels to the workers. */
public interface AppendWarehouse extends Serializable {

  /** Opens a writer of data files. */
  Warehouse.Files openFiles();

  /**
   * Makes a slice of the tables visible, one atomic commit per table. Doing it again with the same
   * slice changes nothing, also when later ones have been made since: a runner may bring an old
   * slice after a new one. Another slice that overlaps what was appended before, because the stream
   * was set back to an older state, takes the place of it.
   *
   * @param append the slice
   * @param committed is told each table that was given its part of the slice
   * @throws OutOfOrder if the append before this one has not been made; nothing was changed
   * @throws Refused if no later attempt would end better
   */
  void append(Append append, Consumer<Committed> committed);

  /** An earlier append must be made first. */
  final class OutOfOrder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutOfOrder(String message) {
      super(message);
    }
  }

  /** The tables are not as this stream left them; the message says what to do. */
  final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }
}
