package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.List;

/**
 * A slice of one table: its rows whose {@link
 * io.tributary.schemas.event.WarehouseRow#partitionTime} is in {@code [from, through)}, and rows
 * before it that came behind the watermark.
 *
 * @param table the table
 * @param from where its last slice ended, milliseconds since the epoch; the smallest number for the
 *     first slice
 * @param through the first millisecond after it
 * @param files the rows
 * @param behind days since the epoch of rows that came behind the watermark: what they should have
 *     changed was already written, so these days want a replay
 */
public record TableCut(
    String table, long from, long through, List<WrittenFile> files, List<Long> behind)
    implements Serializable {}
