package io.tributary.io.kafka;

import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** One partition of a shard: what is queued of it, what comes next, how far its time is proven. */
final class Lane {

  /**
   * A queue is full with so many records, or so many bytes; then the partition pauses. A consumer
   * fetches a partition only when it holds nothing of it any more, so the queue must last for as
   * long as a fetch takes.
   */
  static final int FULL_RECORDS = 2_000;

  static final long FULL_BYTES = 4 << 20;

  /** Memory of a record besides its bytes. */
  private static final int OVERHEAD = 100;

  private static final long NEVER = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  /** Where the next records come from. */
  enum Stage {
    UNPLACED,
    HISTORY,
    KAFKA
  }

  private final TopicPartition partition;
  private final Queue<RawRecord> queue = new ArrayDeque<>();
  private long queuedBytes;

  private Stage stage = Stage.UNPLACED;
  private boolean placedOnce;

  /** The offset after the last queued record, or -1 where it is not known where to start. */
  private long position;

  private History.Records history;
  private long historyEnd;

  private long end = -1;
  private long endAskedAt;
  private long markEnd = -1;
  private long markAskedAt;
  private long provenTo;

  /** The producer's clock says anything; it must not carry the watermark past ours. */
  private boolean createTime;

  private boolean paused;
  private long emptySince;

  Lane(TopicPartition partition, KafkaMark.Place place, long now) {
    this.partition = partition;
    this.position = place == null ? -1 : place.next();
    this.provenTo = place == null ? NEVER : place.provenTo();
    this.emptySince = now;
  }

  TopicPartition partition() {
    return partition;
  }

  Stage stage() {
    return stage;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  boolean isFull() {
    return queue.size() >= FULL_RECORDS || queuedBytes >= FULL_BYTES;
  }

  boolean isLow() {
    return queue.size() < FULL_RECORDS / 2 && queuedBytes < FULL_BYTES / 2;
  }

  RawRecord head() {
    return queue.peek();
  }

  /** The offset after what has been taken and passed over, or -1 where nothing is known yet. */
  long next() {
    return queue.isEmpty() ? position : queue.peek().coordinate().offset();
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean pauses) {
    this.paused = pauses;
  }

  void startAt(long offset) {
    position = offset;
  }

  void readFromKafka() {
    stage = Stage.KAFKA;
    placedOnce = true;
    paused = false;
    prove();
  }

  void readHistory(History.Records records, long historyEnd) throws IOException {
    this.history = records;
    this.historyEnd = historyEnd;
    stage = Stage.HISTORY;
    placedOnce = true;
    refill();
  }

  /** Kafka has not what should come next; the next look decides. */
  void displace() {
    stage = Stage.UNPLACED;
  }

  /** Takes records that a consumer has fetched. */
  void add(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.offset() >= position) {
        createTime |= record.timestampType() == TimestampType.CREATE_TIME;
        queue(RawRecords.of(record));
      }
    }
  }

  /** Moves past offsets that hold no record, such as the ends of transactions. */
  void passTo(long fetchPosition) {
    if (queue.isEmpty() && fetchPosition > position) {
      position = fetchPosition;
    }
  }

  RawRecord take(long now) throws IOException {
    RawRecord record = queue.remove();
    queuedBytes -= bytes(record);
    long appended = createTime ? Math.min(record.receivedAt(), now) : record.receivedAt();
    provenTo = Math.max(provenTo, appended);
    if (queue.isEmpty()) {
      emptySince = now;
      if (stage == Stage.HISTORY) {
        refill();
      }
    }
    return record;
  }

  /** Learns the end as of a time: whatever is appended later comes at or after this offset. */
  void saw(long newEnd, long askedAt) {
    if (newEnd >= 0) {
      end = newEnd;
      endAskedAt = askedAt;
      prove();
    }
  }

  /**
   * Draws on what was seen of the end. A transaction that stays open keeps the newest end out of
   * reach, so an older one is kept in mind until it has been passed.
   */
  void prove() {
    if (stage != Stage.KAFKA || end < 0) {
      return;
    }
    long next = next();
    if (next >= end) {
      provenTo = Math.max(provenTo, endAskedAt);
      markEnd = -1;
    } else if (markEnd < 0 || next >= markEnd) {
      provenTo = markEnd < 0 ? provenTo : Math.max(provenTo, markAskedAt);
      markEnd = end;
      markAskedAt = endAskedAt;
    }
  }

  /** No record that is still to come was appended before this time; the minimum where unknown. */
  long provenTo() {
    return placedOnce ? provenTo : NEVER;
  }

  KafkaMark.Place place() {
    return new KafkaMark.Place(next(), provenTo);
  }

  /** Whether there are records that could be queued but are not yet. */
  boolean isBehind() {
    return stage == Stage.UNPLACED || (stage == Stage.KAFKA && position < end);
  }

  /** Whether it should be filled soon, because there are records and room for them. */
  boolean wantsMore() {
    return stage == Stage.KAFKA && position < end && isLow();
  }

  /** Whether others should wait, because its next record may be older than theirs. */
  boolean isAwaited(long now, long patienceMillis) {
    long waited = now - emptySince;
    return queue.isEmpty() && isBehind() && waited >= 0 && waited < patienceMillis;
  }

  long lag() {
    long next = next();
    return end < 0 || next < 0 ? 0 : Math.max(0, end - next);
  }

  void close() throws IOException {
    if (history != null) {
      history.close();
      history = null;
    }
  }

  private void refill() throws IOException {
    while (!isFull()) {
      RawRecord record = history.next();
      if (record == null || record.coordinate().offset() >= historyEnd) {
        close();
        // The offsets up to the end hold no record, or the history would have shown it.
        position = historyEnd;
        stage = Stage.UNPLACED;
        return;
      }
      if (record.coordinate().offset() >= position) {
        // A producer's time cannot be told from a broker's here, and history is past anyway.
        createTime = true;
        queue(record);
      }
    }
  }

  private void queue(RawRecord record) {
    queue.add(record);
    queuedBytes += bytes(record);
    position = record.coordinate().offset() + 1;
  }

  static long bytes(RawRecord record) {
    long bytes = (long) OVERHEAD + length(record.key()) + length(record.payload());
    for (Header header : record.headers()) {
      bytes += header.name().length() + length(header.value());
    }
    return bytes;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
