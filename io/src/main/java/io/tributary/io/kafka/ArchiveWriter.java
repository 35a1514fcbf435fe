package io.tributary.io.kafka;

import io.tributary.io.parquet.ArchiveDraft;
import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Copies ranges of a partition into files. Doing it again, or at the same time as another attempt,
 * copies nothing twice: it goes on where the visible files end.
 */
final class ArchiveWriter implements AutoCloseable {

  private final ArchiveFolder folder;
  private final ArchiveReader.Source source;
  private final long fileBytes;
  private ArchiveReader reader;

  /**
   * @param fileBytes about how much heap the records of one file may take
   */
  ArchiveWriter(ArchiveFolder folder, ArchiveReader.Source source, long fileBytes) {
    this.folder = folder;
    this.source = source;
    this.fileBytes = fileBytes;
  }

  /** Where a partition's visible files end; empty where there are none. */
  OptionalLong end(RawPartition partition) throws IOException {
    return folder.end(partition);
  }

  /** Archives what is pending; what has been archived already is left out. */
  void archive(RawPartition partition, ArchivePending pending) throws IOException {
    boolean isDone = pending.isEmpty();
    while (!isDone) {
      // The files are the truth: a state may be older, and may end within another attempt's file.
      long from = folder.end(partition).orElse(pending.from());
      isDone = from >= pending.to() || copy(partition, pending, from);
    }
  }

  /** Whether the range was copied to its end; not where another attempt has published first. */
  private boolean copy(RawPartition partition, ArchivePending pending, long from)
      throws IOException {
    if (reader == null) {
      reader = source.open();
    }
    ArchiveReader.Range range =
        reader.read(partition, from, Math.max(from, pending.first()), pending.to());
    RawRecord record = range.next();
    while (record != null) {
      try (ArchiveDraft draft = folder.begin(record)) {
        long bytes = 0;
        while (record != null && draft.isOfDay(record) && bytes < fileBytes) {
          draft.write(record);
          bytes += Lane.bytes(record);
          record = range.next();
        }
        if (!draft.publish()) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
