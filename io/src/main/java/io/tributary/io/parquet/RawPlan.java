package io.tributary.io.parquet;

import java.util.List;

/**
 * What a run reads of the raw store.
 *
 * @param groups the row groups
 * @param readFrom first {@code received_at} that is read, milliseconds since the epoch
 * @param readTo first that is not
 * @param files how many files hold them
 * @param filesPruned how many files were left out
 * @param rowsRead rows in these row groups
 * @param recordsToWrite distinct coordinates whose rows are written
 */
public record RawPlan(
    List<RowGroup> groups,
    long readFrom,
    long readTo,
    int files,
    int filesPruned,
    long rowsRead,
    long recordsToWrite) {}
