package io.tributary.transforms.warehouse;

import java.io.Serializable;
import java.util.Map;

/**
 * A data file that is whole and that no table knows yet.
 *
 * @param table the table it belongs to
 * @param path where it is
 * @param rows how many rows it has
 * @param tallies rows by what a summary asks for: a dead letter's reason, {@code late}
 * @param descriptor what the warehouse needs to commit it
 */
public record WrittenFile(
    String table, String path, long rows, Map<String, Long> tallies, byte[] descriptor)
    implements Serializable {}
