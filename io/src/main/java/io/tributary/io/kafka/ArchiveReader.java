package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import java.io.Serializable;

/** Reads records again that the stream has already seen. Used by one thread at a time. */
interface ArchiveReader extends AutoCloseable {

  /** Opens a reader; travels to the workers. */
  interface Source extends Serializable {
    ArchiveReader open();
  }

  /**
   * Reads a partition's records at the offsets {@code [from, to)}. One range is read at a time: the
   * next call ends it.
   *
   * @param seen the first offset from {@code from} on that is known to hold a record
   * @throws ArchiveGap where records from {@code seen} on are no longer there
   */
  Range read(RawPartition partition, long from, long seen, long to);

  /** Records in the order of their offsets; dropped, not closed, when no longer needed. */
  interface Range {

    /** The next record, or null at the end. */
    RawRecord next();
  }

  @Override
  void close();
}
