package io.tributary.io.kafka;

import io.tributary.io.kafka.Lane.Stage;
import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * A shard's partitions, merged by {@code received_at}: the oldest queued record comes first, and a
 * partition that is known to have more but has nothing queued is waited for, a second at most. The
 * merge keeps partitions side by side while they catch up, so that little waits downstream; right
 * results do not depend on it.
 *
 * <p>Shares its thread with other shards, so it never waits where there is nothing to read, and for
 * at most a quarter of the time for records that are known to be on their way.
 */
final class Shard implements Closeable {

  private static final long TICK_MILLIS = 10;
  private static final long HURRIED_TICK_MILLIS = 1;
  private static final long WAIT_MILLIS = 5;
  private static final long SAVED_WAIT_MILLIS = 50;
  private static final int WAIT_SHARE = 4;
  static final long PATIENCE_MILLIS = 1_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private static final Comparator<Lane> OLDEST_FIRST =
      Comparator.comparingLong((Lane lane) -> lane.head().receivedAt())
          .thenComparing(lane -> lane.partition().topic())
          .thenComparingInt(lane -> lane.partition().partition());

  private final KafkaSource source;
  private final Consumer<byte[], byte[]> consumer;
  private final Lookout lookout;
  private final Silence silence;
  private final Placement placement;

  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final PriorityQueue<Lane> ready = new PriorityQueue<>(OLDEST_FIRST);

  private long lookedAt = Long.MIN_VALUE;
  private long askedAt = Long.MIN_VALUE;
  private long tickedAt = Long.MIN_VALUE;

  /** Four times the milliseconds that this shard may wait. */
  private long waitSavings;

  private boolean hurried;
  private boolean held;
  private long takenRecords;
  private long takenBytes;

  Shard(KafkaSource source, KafkaMark mark, long now) {
    this.source = source;
    mark.places()
        .forEach((partition, place) -> lanes.put(partition, new Lane(partition, place, now)));
    this.silence =
        new Silence(
            source.settings().bootstrapServers(), now, LoggerFactory.getLogger(ReadKafka.class));
    this.consumer = source.clients().consumer();
    this.lookout = source.clients().lookout();
    this.placement = new Placement(source, consumer, lanes);
  }

  /** The next record, or null where there is none just now. */
  RawRecord next(long now) throws IOException {
    if (isDue(now, tickedAt, hurried ? HURRIED_TICK_MILLIS : TICK_MILLIS)) {
      tick(now);
    }
    if (held || ready.isEmpty()) {
      return null;
    }
    Lane lane = ready.poll();
    RawRecord record = lane.take(now);
    takenRecords++;
    takenBytes += Lane.bytes(record);
    if (!lane.isEmpty()) {
      ready.add(lane);
    } else if (lane.isAwaited(now, PATIENCE_MILLIS)) {
      held = true;
    }
    hurried |= lane.wantsMore();
    return record;
  }

  /**
   * No record that is still to come from any partition was appended before this time, as far as the
   * clocks of brokers and worker agree to the margin; before any real time until the brokers have
   * answered and every partition has its place.
   *
   * <p>Never past the last look, because a partition that was added since may have records. So it
   * also stands still while the brokers are silent.
   */
  long provenTo(long marginMillis) {
    if (lookedAt == Long.MIN_VALUE) {
      return Long.MIN_VALUE;
    }
    long proven = lanes.isEmpty() ? lookedAt : Long.MAX_VALUE;
    for (Lane lane : lanes.values()) {
      proven = Math.min(proven, lane.provenTo());
    }
    return Math.min(proven - marginMillis, lookedAt);
  }

  KafkaMark mark() {
    Map<TopicPartition, KafkaMark.Place> places = new HashMap<>();
    for (Lane lane : lanes.values()) {
      if (lane.next() >= 0) {
        places.put(lane.partition(), lane.place());
      }
    }
    return new KafkaMark(places);
  }

  /** When the brokers were asked that have last answered; grows with every answer. */
  long lookedAt() {
    return lookedAt;
  }

  /** Records that are in Kafka and not taken yet, as of the last look. */
  long lagRecords() {
    long lag = 0;
    for (Lane lane : lanes.values()) {
      lag += lane.lag();
    }
    return lag;
  }

  /** The mean size of a record so far, in bytes. */
  long recordBytes() {
    return takenRecords == 0 ? 0 : takenBytes / takenRecords;
  }

  @Override
  public void close() throws IOException {
    try {
      for (Lane lane : lanes.values()) {
        lane.close();
      }
    } finally {
      lookout.close();
      consumer.close(CLOSE);
    }
  }

  /** A clock that was set back must not stop anything until it has caught up. */
  private static boolean isDue(long now, long last, long every) {
    return last == Long.MIN_VALUE || now - last >= every || now < last;
  }

  private void tick(long now) throws IOException {
    if (tickedAt != Long.MIN_VALUE && now > tickedAt) {
      waitSavings = Math.min(SAVED_WAIT_MILLIS * WAIT_SHARE, waitSavings + now - tickedAt);
    }
    tickedAt = now;
    look(now);
    if (placement.hasConsumed()) {
      poll(now);
    }
    hurried = false;
    held = false;
    for (Lane lane : lanes.values()) {
      lane.prove();
      hurried |= lane.wantsMore();
      held |= lane.isAwaited(now, PATIENCE_MILLIS);
    }
  }

  private void look(long now) throws IOException {
    Look look = lookout.take();
    if (look == null) {
      silence.waiting(now);
    } else {
      silence.answered(now);
      for (Lane lane : placement.apply(look, now)) {
        ready.add(lane);
      }
      lookedAt = look.askedAt();
    }
    if (isDue(now, askedAt, source.lookMillis())) {
      askedAt = now;
      lookout.ask(now, source::reads, placement.placed());
    }
  }

  private void poll(long now) {
    List<TopicPartition> resumed = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      if (lane.isPaused() && lane.isLow() && lane.stage() == Stage.KAFKA) {
        lane.pause(false);
        resumed.add(lane.partition());
      }
    }
    consumer.resume(resumed);
    ConsumerRecords<byte[], byte[]> records = fetch(now);
    List<TopicPartition> full = new ArrayList<>();
    for (TopicPartition partition : records.partitions()) {
      Lane lane = lanes.get(partition);
      boolean wasEmpty = lane.isEmpty();
      lane.add(records.records(partition));
      if (wasEmpty && !lane.isEmpty()) {
        ready.add(lane);
      }
      if (lane.isFull()) {
        lane.pause(true);
        full.add(partition);
      }
    }
    consumer.pause(full);
    for (Lane lane : lanes.values()) {
      if (lane.stage() == Stage.KAFKA && lane.isEmpty() && lane.isBehind()) {
        passEmptyOffsets(lane);
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> fetch(long now) {
    boolean waits = hurried && (held || ready.isEmpty()) && waitSavings >= WAIT_MILLIS * WAIT_SHARE;
    try {
      ConsumerRecords<byte[], byte[]> records =
          consumer.poll(Duration.ofMillis(waits ? WAIT_MILLIS : 0));
      if (waits) {
        waitSavings -= Math.max(0, source.clock().millis() - now) * WAIT_SHARE;
      }
      return records;
    } catch (OffsetOutOfRangeException e) {
      // Only a look knows the offsets that Kafka has; Placement then says what is gone.
      placement.displace(e.partitions());
    } catch (AuthorizationException | AuthenticationException e) {
      throw UnusableTopic.refused(source.settings(), e);
    } catch (RetriableException e) {
      // The next poll tries again; Silence says it where it lasts, for looks then fail too.
    }
    return ConsumerRecords.empty();
  }

  private void passEmptyOffsets(Lane lane) {
    try {
      lane.passTo(consumer.position(lane.partition(), Duration.ZERO));
    } catch (TimeoutException e) {
      // The consumer is checking its place after a change of leaders; it is asked again soon.
    }
  }
}
