package io.tributary.io.kafka;

/**
 * Where a partition begins and ends.
 *
 * @param earliest the offset of the first record that is still there, or -1 if not known
 * @param end the offset after the last record, also after records of open transactions, or -1 if
 *     not known
 */
public record Bounds(long earliest, long end) {

  static final Bounds UNKNOWN = new Bounds(-1, -1);
}
