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
    try (RowGroupReader reader = RowGroupReader.open(group)) {
      while (reader.hasNext()) {
        RawRecord record = reader.next();
        if (record.receivedAt() >= from && record.receivedAt() < to) {
          out.accept(record);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + group.file(), e);
    }
  }
}
