package io.tributary.transforms.warehouse;

import io.tributary.transforms.telemetry.Counts;

/**
 * A table that was committed.
 *
 * @param table its name
 * @param snapshotId the snapshot that has the rows, or {@link #NO_SNAPSHOT} where there was nothing
 *     to change
 */
public record Committed(String table, long snapshotId) {

  public static final long NO_SNAPSHOT = Counts.NO_SNAPSHOT;
}
