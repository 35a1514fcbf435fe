package io.tributary.io.kafka;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.MessagingAttributes;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import io.tributary.transforms.telemetry.StepTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads topics from their earliest records, or from where the runner's checkpoint ends, and never
 * stops. Output: each record once, timestamped with its {@code received_at}; unbounded. Partitions
 * that are added to a topic later are read too, from their first record.
 *
 * <p>The watermark trails the newest record of each partition by the clock margin, or the worker's
 * clock where all records of a partition have been read. It waits until every partition has its
 * place, and stands still while the brokers do not answer.
 *
 * <p>Errors while it runs: {@link RecordsGone} where Kafka has removed what should be read next,
 * {@link UnusableTopic} where a topic is gone for a minute or the brokers refuse. Brokers that do
 * not answer are waited for.
 */
public final class ReadKafka extends PTransform<PBegin, PCollection<RawRecord>> {

  private static final long serialVersionUID = 1L;

  private final KafkaSettings settings;
  private final int shards;
  private final Duration clockMargin;
  private final Duration lookInterval;
  private final History history;
  private final MillisClock clock;

  private ReadKafka(
      KafkaSettings settings,
      int shards,
      Duration clockMargin,
      Duration lookInterval,
      History history,
      MillisClock clock) {
    this.settings = settings;
    this.shards = shards;
    this.clockMargin = clockMargin;
    this.lookInterval = lookInterval;
    this.history = history;
    this.clock = clock;
  }

  /**
   * The settings' topics in one shard, with a clock margin of 5 s.
   *
   * @param clock the clock of the machine that reads; checkpoints keep the name of its class
   */
  public static ReadKafka from(KafkaSettings settings, MillisClock clock) {
    return new ReadKafka(settings, 1, Duration.ofSeconds(5), Duration.ofSeconds(1), null, clock);
  }

  /**
   * In how many shards the partitions are read; a job keeps the number that it was started with, so
   * it bounds how many workers can ever read.
   */
  public ReadKafka withShards(int newShards) {
    if (newShards < 1) {
      throw new IllegalArgumentException("Shards must be positive, were " + newShards);
    }
    return new ReadKafka(settings, newShards, clockMargin, lookInterval, history, clock);
  }

  /** How far the clocks of brokers and workers may differ. */
  public ReadKafka withClockMargin(Duration newMargin) {
    if (newMargin.isNegative()) {
      throw new IllegalArgumentException("Clock margin must not be negative, was " + newMargin);
    }
    return new ReadKafka(settings, shards, newMargin, lookInterval, history, clock);
  }

  /**
   * How often each shard asks for added partitions and the ends of all, 1 s by default. The
   * watermark of an idle partition lags by as much.
   */
  public ReadKafka withLookInterval(Duration newInterval) {
    if (newInterval.isNegative() || newInterval.isZero()) {
      throw new IllegalArgumentException("Look interval must be positive, was " + newInterval);
    }
    return new ReadKafka(settings, shards, clockMargin, newInterval, history, clock);
  }

  /** What is read before Kafka, or null. */
  public ReadKafka withHistory(History newHistory) {
    return new ReadKafka(settings, shards, clockMargin, lookInterval, newHistory, clock);
  }

  @Override
  public PCollection<RawRecord> expand(PBegin begin) {
    KafkaSource source =
        new KafkaSource(
            settings,
            new NetworkClients(settings),
            clock,
            clockMargin.toMillis(),
            lookInterval.toMillis(),
            history,
            shards);
    return begin
        .apply("Shards", Read.from(source))
        .apply(
            "Records",
            ParDo.of(
                StepFn.of(
                        StepTelemetry.ofConsumer(
                            MessagingAttributes.POLL + " " + String.join(",", settings.topics())),
                        new Records())
                    .withTimestamps(ShardReader::timestamp)
                    .withTracing(new PollTracing())))
        .setCoder(RawRecordCoder.of());
  }

  /** Takes batches apart. */
  private static final class Records implements Step<List<RawRecord>, RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(List<RawRecord> batch, Consumer<RawRecord> out, Counts counts) {
      counts.add(Measure.RECORDS_POLLED, batch.size());
      batch.forEach(out);
    }
  }
}
