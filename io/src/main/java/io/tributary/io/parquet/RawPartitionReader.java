package io.tributary.io.parquet;

import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Reads one partition of a raw store in the order of offsets, a row group at a time.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class RawPartitionReader implements Closeable {

  private final RawPartition partition;
  private final Iterator<RawPartitions.Piece> pieces;
  private final long from;

  private RawFile file;
  private int nextGroup;
  private int lastGroup;
  private RowGroupReader rows;
  private long lastOffset = -1;
  private Path lastFile;

  RawPartitionReader(RawPartition partition, List<RawPartitions.Piece> pieces, long from) {
    this.partition = partition;
    this.pieces = pieces.iterator();
    this.from = from;
  }

  /**
   * The next record, or null at the end.
   *
   * @throws IOException if the disk refuses
   * @throws InvalidRawStore if a file is damaged, or offsets overlap
   */
  public RawRecord next() throws IOException {
    while (advance()) {
      RawRecord record = read();
      if (isMine(record) && record.coordinate().offset() >= from) {
        if (record.coordinate().offset() <= lastOffset) {
          throw InvalidRawStore.overlapping(partition, lastFile, file.path());
        }
        lastOffset = record.coordinate().offset();
        lastFile = file.path();
        return record;
      }
    }
    return null;
  }

  private boolean isMine(RawRecord record) {
    return record.coordinate().partition() == partition.partition()
        && record.coordinate().topic().equals(partition.topic());
  }

  private RawRecord read() {
    try {
      return rows.next();
    } catch (RuntimeException e) {
      throw InvalidRawStore.damaged(file.group(nextGroup - 1), e);
    }
  }

  /** Opens the next row group where this one has been read; whether there is a row. */
  private boolean advance() throws IOException {
    while (rows == null || !rows.hasNext()) {
      rows = null;
      if (file != null && nextGroup < lastGroup) {
        rows = open(nextGroup++);
      } else if (pieces.hasNext()) {
        close();
        RawPartitions.Piece piece = pieces.next();
        file = RawFile.open(piece.file());
        nextGroup = Math.max(piece.group(), 0);
        lastGroup = piece.group() < 0 ? file.groups() : piece.group() + 1;
      } else {
        close();
        return false;
      }
    }
    return true;
  }

  /** Opens a row group, or nothing where it ends before the first offset to be read. */
  private RowGroupReader open(int group) throws IOException {
    RawFile.Span span = file.spans(group).get(partition);
    if (span == null || span.last() < from) {
      return null;
    }
    try {
      return RowGroupReader.open(file, group);
    } catch (RuntimeException e) {
      throw InvalidRawStore.damaged(file.group(group), e);
    }
  }

  @Override
  public void close() throws IOException {
    rows = null;
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
