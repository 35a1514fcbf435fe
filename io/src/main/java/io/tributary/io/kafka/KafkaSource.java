package io.tributary.io.kafka;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics as a fixed number of shards. A runner keeps the shards that it was given first for
 * ever, also across restores, so a shard is not a list of partitions: it is a rule that any
 * partition, also one that is added later, belongs to exactly one of them.
 */
final class KafkaSource extends UnboundedSource<List<RawRecord>, KafkaMark> {

  private static final long serialVersionUID = 1L;

  /** Those of the launch that made this source; a later launch has the last word. */
  private final KafkaSettings settings;

  private final Clients clients;
  private final MillisClock clock;
  private final long marginMillis;
  private final long lookMillis;
  private final History history;
  private final int shards;
  private final int index;
  private final int count;

  /**
   * The whole, not split yet.
   *
   * @param history or null
   * @param shards how many to split into
   */
  KafkaSource(
      KafkaSettings settings,
      Clients clients,
      MillisClock clock,
      long marginMillis,
      long lookMillis,
      History history,
      int shards) {
    this(settings, clients, clock, marginMillis, lookMillis, history, shards, 0, 1);
  }

  private KafkaSource(
      KafkaSettings settings,
      Clients clients,
      MillisClock clock,
      long marginMillis,
      long lookMillis,
      History history,
      int shards,
      int index,
      int count) {
    this.settings = settings;
    this.clients = clients;
    this.clock = clock;
    this.marginMillis = marginMillis;
    this.lookMillis = lookMillis;
    this.history = history;
    this.shards = shards;
    this.index = index;
    this.count = count;
  }

  /** Whether a partition is read by this shard; neighbours go to different ones. */
  boolean reads(TopicPartition partition) {
    return settings.topics().contains(partition.topic())
        && Math.floorMod(partition.topic().hashCode() + partition.partition(), count) == index;
  }

  KafkaSource shard(int newIndex, int newCount) {
    return new KafkaSource(
        settings, clients, clock, marginMillis, lookMillis, history, 0, newIndex, newCount);
  }

  /**
   * As many shards as were configured, whatever a runner desires: Flink desires as many as it has
   * key groups, and each has clients of its own. A shard stays whole.
   */
  @Override
  public List<KafkaSource> split(int desired, PipelineOptions options) {
    if (shards == 0) {
      return List.of(this);
    }
    List<KafkaSource> split = new ArrayList<>(shards);
    for (int i = 0; i < shards; i++) {
      split.add(shard(i, shards));
    }
    return split;
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(PipelineOptions options, KafkaMark mark) {
    KafkaSourceOptions current = options == null ? null : options.as(KafkaSourceOptions.class);
    return new ShardReader(
        current == null || current.getKafkaBootstrapServers() == null ? this : with(current), mark);
  }

  /**
   * A restored source is the one that a runner has saved. Where the brokers are now, how they are
   * spoken to and how far clocks differ, the launch says; what is read stays as it was.
   */
  private KafkaSource with(KafkaSourceOptions current) {
    KafkaSettings now = KafkaSourceOptions.settings(current, settings.topics());
    return new KafkaSource(
        now,
        clients.with(now),
        clock,
        current.getKafkaClockMarginMillis(),
        lookMillis,
        history,
        shards,
        index,
        count);
  }

  @Override
  public Coder<KafkaMark> getCheckpointMarkCoder() {
    return new KafkaMarkCoder();
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }

  KafkaSettings settings() {
    return settings;
  }

  Clients clients() {
    return clients;
  }

  MillisClock clock() {
    return clock;
  }

  long marginMillis() {
    return marginMillis;
  }

  long lookMillis() {
    return lookMillis;
  }

  History history() {
    return history;
  }

  int index() {
    return index;
  }

  /** The shard, for a runner's log. */
  @Override
  public String toString() {
    return "KafkaSource[" + settings + ", shard " + index + " of " + count + "]";
  }
}
