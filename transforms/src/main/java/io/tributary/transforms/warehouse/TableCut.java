package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.List;

/**
 * A slice of one table: its rows whose {@link
 * io.tributary.schemas.event.WarehouseRow#partitionTime} is in {@code [from, through)}, and rows
 * before it that came behind the watermark. A cut always has files, and the cuts of a table form a
 * chain: each begins where the one before ended. Where the table had no rows for a while, the next
 * cut is the longer.
 *
 * @param table the table
 * @param from where its last slice ended, milliseconds since the epoch; {@link #FIRST} for the
 *     first slice
 * @param through the first millisecond after it; {@link #END} where the stream ends
 * @param files the rows
 * @param behind days since the epoch of rows that came behind the watermark: what they should have
 *     changed was already written, so these days want a replay
 */
public record TableCut(
    String table, long from, long through, List<WrittenFile> files, List<Long> behind)
    implements Serializable {

  /** Where a table's first cut begins. */
  public static final long FIRST = Long.MIN_VALUE;

  /** Where its last cut ends when the stream has been finished. */
  public static final long END = Long.MAX_VALUE;
}
