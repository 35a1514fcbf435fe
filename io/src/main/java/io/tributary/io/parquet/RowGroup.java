package io.tributary.io.parquet;

import java.io.Serializable;

/**
 * A piece of the raw store that is read at a time.
 *
 * @param file path of the Parquet file
 * @param index which of its row groups, from 0
 * @param rows how many rows it holds
 * @param bytes its compressed size
 * @param mayRepeat whether it may hold a coordinate that it or another row group also holds
 */
public record RowGroup(String file, int index, long rows, long bytes, boolean mayRepeat)
    implements Serializable {

  RowGroup thatMayRepeat() {
    return new RowGroup(file, index, rows, bytes, true);
  }
}
