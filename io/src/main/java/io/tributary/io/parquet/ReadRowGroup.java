package io.tributary.io.parquet;

import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Reads the records of a row group.
 *
 * @param from first {@code received_at} that is read, milliseconds since the epoch
 * @param to first that is not
 */
record ReadRowGroup(long from, long to) implements Step<RowGroup, RawRecord> {

  @Override
  public void process(RowGroup group, Consumer<RawRecord> out, Counts counts) {
    try (RowGroupReader reader = open(group)) {
      while (reader.hasNext()) {
        RawRecord record = next(reader, group);
        if (record.receivedAt() >= from && record.receivedAt() < to) {
          out.accept(record);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + group.file(), e);
    }
  }

  private static RowGroupReader open(RowGroup group) throws IOException {
    try {
      return RowGroupReader.open(group);
    } catch (RuntimeException e) {
      throw InvalidRawStore.damaged(group, e);
    }
  }

  /** The plan has looked at the coordinates alone: any other column may be damaged. */
  private static RawRecord next(RowGroupReader reader, RowGroup group) {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      throw InvalidRawStore.damaged(group, e);
    }
  }
}
