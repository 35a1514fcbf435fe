package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.List;

/**
 * What a stream appends to the tables in one go.
 *
 * @param sequence from 0, one more with each; it goes back when the stream is set back to an older
 *     state
 * @param through every row of every table whose {@link
 *     io.tributary.schemas.event.WarehouseRow#partitionTime} is before it has been handed over with
 *     this append or one before; milliseconds since the epoch, or {@link TableCut#END}
 * @param cuts slices, perhaps several of one table, those of one table in their order; without any
 *     the append only says how far the stream has come
 */
public record Append(long sequence, long through, List<TableCut> cuts) implements Serializable {

  /** Whether the stream ends with it. */
  public boolean isLast() {
    return through == TableCut.END;
  }
}
