package io.tributary.runners.stream;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** An order in which records arrive that were received in another. */
enum Arrival {

  /** Each partition is read in its order, and each trails by some hours of its own. */
  PARTITIONS_SKEWED {
    @Override
    ToLongFunction<RawRecord> turn() {
      return record -> record.receivedAt() + record.coordinate().partition() * 37 * MINUTE;
    }
  },

  /** Not even a partition's records are in order, within some hours. */
  SHUFFLED {
    @Override
    ToLongFunction<RawRecord> turn() {
      Random random = new Random(20260302);
      return record -> record.receivedAt() + random.nextInt((int) (5 * HOUR));
    }
  },

  /** One partition is read more than half of the time later than the others. */
  ONE_PARTITION_FAR_BEHIND {
    @Override
    ToLongFunction<RawRecord> turn() {
      return record ->
          record.coordinate().partition() == 3
              ? record.receivedAt() + 40 * HOUR
              : record.receivedAt();
    }
  };

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** How many times records arrive, many together. */
  private static final int BATCHES = 8;

  /** When a record has its turn, on any scale; asked once per record. */
  abstract ToLongFunction<RawRecord> turn();

  /**
   * The records in this order, under a watermark that never passes one of them: it is the earliest
   * {@code received_at} among those that are still to come. After each batch the processing clock
   * goes on to the next commit of rows, and from there to the next of tables.
   *
   * @param interval between two commits
   */
  TestStream<RawRecord> stream(List<RawRecord> records, java.time.Duration interval) {
    Duration commit = Duration.millis(interval.toMillis());
    List<RawRecord> arriving = inOrder(records);
    long[] earliest = new long[arriving.size() + 1];
    earliest[arriving.size()] = Long.MAX_VALUE;
    for (int i = arriving.size() - 1; i >= 0; i--) {
      earliest[i] = Math.min(earliest[i + 1], arriving.get(i).receivedAt());
    }
    long start = earliest[0] - Math.floorMod(earliest[0], commit.getMillis());
    TestStream.Builder<RawRecord> stream =
        TestStream.create(RawRecordCoder.of()).advanceProcessingTime(toClock(start));
    int batch = arriving.size() / BATCHES + 1;
    for (int i = 0; i < arriving.size(); i += batch) {
      int next = Math.min(arriving.size(), i + batch);
      stream = add(stream, arriving.subList(i, next));
      if (next < arriving.size()) {
        stream = stream.advanceWatermarkTo(new Instant(earliest[next]));
      }
      stream = stream.advanceProcessingTime(commit.dividedBy(2));
      stream = stream.advanceProcessingTime(commit.dividedBy(2));
    }
    return stream.advanceWatermarkToInfinity();
  }

  private List<RawRecord> inOrder(List<RawRecord> records) {
    ToLongFunction<RawRecord> turn = turn();
    record Turn(long at, RawRecord record) {}
    return records.stream()
        .map(record -> new Turn(turn.applyAsLong(record), record))
        .sorted(Comparator.comparingLong(Turn::at))
        .map(Turn::record)
        .toList();
  }

  private static TestStream.Builder<RawRecord> add(
      TestStream.Builder<RawRecord> stream, List<RawRecord> batch) {
    List<TimestampedValue<RawRecord>> timed =
        batch.stream()
            .map(record -> TimestampedValue.of(record, new Instant(record.receivedAt())))
            .toList();
    @SuppressWarnings({"unchecked", "rawtypes"})
    TimestampedValue<RawRecord>[] others =
        timed.subList(1, timed.size()).toArray(new TimestampedValue[0]);
    return stream.addElements(timed.get(0), others);
  }

  /** The processing clock of a test starts at the beginning of time. */
  private static Duration toClock(long millis) {
    return Duration.millis(millis - BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
  }
}
