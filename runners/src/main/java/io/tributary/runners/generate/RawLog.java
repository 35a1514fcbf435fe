package io.tributary.runners.generate;

import io.tributary.io.parquet.RawFileWriter;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Appends records in the order of {@code received_at}, as a topic would, and keeps them as a raw
 * store: a folder for each day, a file for each partition in it.
 */
final class RawLog implements Closeable {

  static final String TOPIC = "events";
  static final int PARTITIONS = 8;

  private static final long DAY = 86_400_000;

  // Eight are open at a time.
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final Path folder;
  private final long[] offsets = new long[PARTITIONS];
  private final RawFileWriter[] writers = new RawFileWriter[PARTITIONS];
  private long day = Long.MIN_VALUE;

  RawLog(Path folder) {
    this.folder = folder;
  }

  /** Appends a record to its key's partition, or to any where it has none. */
  Coordinate append(Planned plan, Payloads payloads) throws IOException {
    long today = Math.floorDiv(plan.received, DAY);
    if (today != day) {
      close();
      day = today;
    }
    byte[] key = payloads.key(plan);
    long spread = key == null ? plan.number : Arrays.hashCode(key);
    int partition = (int) (Rnd.mix(spread) >>> 61);
    Coordinate coordinate = new Coordinate(TOPIC, partition, offsets[partition]++);
    writer(partition)
        .write(
            new RawRecord(
                coordinate, plan.received, key, payloads.headers(plan), payloads.payload(plan)));
    return coordinate;
  }

  /** Per partition, the offset after the last record. */
  List<Long> endOffsets() {
    return Arrays.stream(offsets).boxed().toList();
  }

  /** Completes the files that are open. */
  @Override
  public void close() throws IOException {
    List<RawFileWriter> open = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      if (writers[partition] != null) {
        open.add(writers[partition]);
        writers[partition] = null;
      }
    }
    for (RawFileWriter writer : open) {
      writer.close();
    }
  }

  private RawFileWriter writer(int partition) throws IOException {
    if (writers[partition] == null) {
      Path date = folder.resolve("received_date=" + LocalDate.ofEpochDay(day));
      writers[partition] =
          RawFileWriter.create(date.resolve("part-" + partition + ".parquet"), ROW_GROUP_BYTES);
    }
    return writers[partition];
  }
}
