package io.tributary.io.kafka;

import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.telemetry.SourceLag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * Reads a shard for a runner, which is handed what is there in small batches: Beam's runners update
 * the source's metrics with every element that they take, and that costs more than all that is done
 * with a record. Timestamps are {@code received_at}; a mark holds the next offset of each
 * partition, so a reader that is created from it goes on exactly there.
 */
final class ShardReader extends UnboundedReader<List<RawRecord>> {

  /**
   * How often this reader must have been asked for a record before it shows a watermark. Flink's
   * reader combines the watermarks of those shards alone that it has registered, and registers one
   * only when it asks it for the second time, or for its first record. It asks its shards in turn;
   * so when it asks this one for the third time, all have been registered, and a watermark of this
   * one can no longer pass the records of another that was not counted yet.
   */
  private static final int ASKED_BEFORE_WATERMARK = 3;

  private static final int BATCH_RECORDS = 256;
  private static final long BATCH_BYTES = 1 << 20;

  private static final byte[] NO_ID = new byte[0];
  private static final long FIRST = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final long LAST = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  private final KafkaSource source;
  private final KafkaMark start;
  private final SourceLag lag;

  private Shard shard;
  private List<RawRecord> current;
  private int most = BATCH_RECORDS;
  private int asked;
  private long watermark = FIRST;
  private long measuredAt = Long.MIN_VALUE;

  /** Read by a runner's metrics from threads of their own. */
  private volatile long backlogBytes = BACKLOG_UNKNOWN;

  ShardReader(KafkaSource source, KafkaMark mark) {
    this.source = source;
    this.start = mark == null ? new KafkaMark(Map.of()) : mark;
    this.lag = SourceLag.ofShard(source.index());
  }

  /** The same with other batches. */
  ShardReader takingAtMost(int records) {
    most = records;
    return this;
  }

  @Override
  public boolean start() throws IOException {
    shard = new Shard(source, start, source.clock().millis());
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    if (asked < ASKED_BEFORE_WATERMARK) {
      asked++;
    }
    current = batch(source.clock().millis());
    if (shard.lookedAt() != measuredAt) {
      measure();
    }
    return current != null;
  }

  /** What is there, or null. */
  private List<RawRecord> batch(long now) throws IOException {
    RawRecord record = shard.next(now);
    if (record == null) {
      return null;
    }
    List<RawRecord> batch = new ArrayList<>();
    long bytes = 0;
    while (record != null) {
      batch.add(record);
      bytes += record.payload() == null ? 0 : record.payload().length;
      record = batch.size() < most && bytes < BATCH_BYTES ? shard.next(now) : null;
    }
    return batch;
  }

  @Override
  public List<RawRecord> getCurrent() {
    if (current == null) {
      throw new NoSuchElementException("There is no record just now");
    }
    return current;
  }

  /** That of the earliest record. */
  @Override
  public Instant getCurrentTimestamp() {
    long earliest = LAST;
    for (RawRecord record : getCurrent()) {
      earliest = Math.min(earliest, timestamp(record));
    }
    return Instant.ofEpochMilli(earliest);
  }

  /** {@code received_at}, within what Beam can express: a producer's clock may say anything. */
  static long timestamp(RawRecord record) {
    return Math.max(FIRST, Math.min(LAST, record.receivedAt()));
  }

  @Override
  public byte[] getCurrentRecordId() {
    return NO_ID;
  }

  @Override
  public Instant getWatermark() {
    if (asked >= ASKED_BEFORE_WATERMARK) {
      long proven = Math.min(LAST, shard.provenTo(source.marginMillis()));
      watermark = Math.max(watermark, proven);
    }
    return Instant.ofEpochMilli(watermark);
  }

  /** What was taken from this reader is before the mark, and nothing else. */
  @Override
  public KafkaMark getCheckpointMark() {
    return shard == null ? start : shard.mark();
  }

  @Override
  public long getSplitBacklogBytes() {
    return backlogBytes;
  }

  @Override
  public UnboundedSource<List<RawRecord>, ?> getCurrentSource() {
    return source;
  }

  @Override
  public void close() throws IOException {
    if (shard != null) {
      shard.close();
    }
  }

  private void measure() {
    long records = shard.lagRecords();
    lag.records(records);
    backlogBytes = records * shard.recordBytes();
    measuredAt = shard.lookedAt();
  }
}
