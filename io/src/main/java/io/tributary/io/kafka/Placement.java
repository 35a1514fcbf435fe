package io.tributary.io.kafka;

import io.tributary.io.kafka.Lane.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds each partition's place to read on from: its history, or an offset that Kafka still has. A
 * place that neither has is an error, after a minute where brokers that have just started may not
 * know better.
 */
final class Placement {

  static final long PATIENCE_MILLIS = 60_000;

  private final KafkaSource source;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Lane> lanes;
  private final Set<TopicPartition> consumed = new HashSet<>();
  private long troubledSince = -1;
  private boolean historyListed;

  Placement(
      KafkaSource source, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Lane> lanes) {
    this.source = source;
    this.consumer = consumer;
    this.lanes = lanes;
  }

  /** Whether the consumer has any partition. */
  boolean hasConsumed() {
    return !consumed.isEmpty();
  }

  /** The partitions that the consumer has, as of now. */
  Set<TopicPartition> placed() {
    return Set.copyOf(consumed);
  }

  /** Takes note of a look. Returns the lanes that have been filled from history by it. */
  List<Lane> apply(Look look, long now) throws IOException {
    boolean troubled = false;
    for (String topic : look.missingTopics()) {
      troubled = true;
      if (isOverdue(now)) {
        throw UnusableTopic.missing(source.settings(), topic);
      }
    }
    look.partitions()
        .forEach((partition, bounds) -> lane(partition, now).saw(bounds.end(), look.askedAt()));
    listHistory(now);
    List<Lane> filled = new ArrayList<>();
    List<Lane> found = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      if (lane.stage() == Stage.UNPLACED && lane.isEmpty()) {
        if (openHistory(lane)) {
          if (!lane.isEmpty()) {
            filled.add(lane);
          }
        } else if (isInKafka(lane, look, now)) {
          found.add(lane);
        } else {
          troubled |= !look.missingTopics().isEmpty() || isTroubled(lane, look);
        }
      }
    }
    troubledSince = !troubled ? -1 : troubledSince < 0 ? now : troubledSince;
    consume(found);
    return filled;
  }

  /** Stops to read partitions that Kafka has no longer at their place. */
  void displace(Set<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      lanes.get(partition).displace();
    }
    consumed.removeAll(partitions);
    consumer.assign(consumed);
  }

  private Lane lane(TopicPartition partition, long now) {
    return lanes.computeIfAbsent(partition, added -> new Lane(added, null, now));
  }

  private void listHistory(long now) throws IOException {
    if (source.history() != null && !historyListed) {
      for (TopicPartition partition : source.history().partitions()) {
        if (source.reads(partition)) {
          lane(partition, now);
        }
      }
      historyListed = true;
    }
  }

  private boolean openHistory(Lane lane) throws IOException {
    if (source.history() == null) {
      return false;
    }
    String topic = lane.partition().topic();
    int partition = lane.partition().partition();
    if (lane.next() < 0) {
      lane.startAt(source.history().startOffset(topic, partition));
    }
    long end = source.history().endOffset(topic, partition);
    if (lane.next() < 0 || lane.next() >= end) {
      return false;
    }
    lane.readHistory(source.history().open(topic, partition, lane.next()), end);
    return true;
  }

  private boolean isInKafka(Lane lane, Look look, long now) {
    TopicPartition partition = lane.partition();
    Bounds bounds = look.partitions().get(partition);
    long next = lane.next();
    if (bounds == null) {
      if (isOverdue(now) && look.missingTopics().isEmpty()) {
        throw RecordsGone.partition(partition, Math.max(0, next));
      }
      return false;
    }
    if (bounds.earliest() < 0 || bounds.end() < 0) {
      return false;
    }
    if (next < 0) {
      lane.startAt(bounds.earliest());
    } else if (next < bounds.earliest()) {
      throw RecordsGone.removed(partition, next, bounds.earliest(), source.history() != null);
    } else if (next > bounds.end()) {
      // A leader that has just started may not know its own end yet.
      if (isOverdue(now)) {
        throw RecordsGone.beyond(partition, next, bounds.end());
      }
      return false;
    }
    return true;
  }

  /** Whether a lane has no place for a reason that time alone does not explain. */
  private static boolean isTroubled(Lane lane, Look look) {
    Bounds bounds = look.partitions().get(lane.partition());
    return bounds == null || (bounds.end() >= 0 && lane.next() > bounds.end());
  }

  private boolean isOverdue(long now) {
    return troubledSince >= 0 && now - troubledSince >= PATIENCE_MILLIS;
  }

  private void consume(List<Lane> found) {
    if (found.isEmpty()) {
      return;
    }
    for (Lane lane : found) {
      consumed.add(lane.partition());
    }
    consumer.assign(consumed);
    for (Lane lane : found) {
      consumer.seek(lane.partition(), lane.next());
      lane.readFromKafka();
    }
    consumer.resume(found.stream().map(Lane::partition).toList());
  }
}
