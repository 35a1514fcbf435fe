package io.tributary.runners.stream;

import io.tributary.io.iceberg.PreparedStream;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.kafka.ArchiveRaw;
import io.tributary.io.kafka.History;
import io.tributary.io.kafka.KafkaSourceOptions;
import io.tributary.io.kafka.PublishKafka;
import io.tributary.io.kafka.RawHistory;
import io.tributary.io.kafka.ReadKafka;
import io.tributary.pipelines.EventPipeline;
import io.tributary.pipelines.Live;
import io.tributary.pipelines.Ports;
import io.tributary.runners.reference.ReferenceData;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.client.RealTime;
import io.tributary.transforms.partition.KeepBeyond;
import io.tributary.transforms.start.StartSignal;
import io.tributary.transforms.warehouse.AppendTables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/** The graph of a stream, plugged into Kafka, the raw store and the warehouse. */
final class Stream {

  private Stream() {}

  /**
   * Puts it together. Whether it begins, goes on or is rebuilt, its steps are the same, so that the
   * state of one run fits the next.
   *
   * @param pipeline takes the steps, and in its options how its source reaches Kafka
   * @param prepared the warehouse
   * @param subtasks how many readers share the partitions where the configuration leaves it open
   */
  static void assemble(
      Pipeline pipeline,
      StreamConfig config,
      ReferenceData references,
      PreparedStream prepared,
      int subtasks) {
    KafkaSourceOptions.set(pipeline.getOptions(), config.kafka(), config.pace().clockMargin());
    Ports ports =
        new Ports(
            source(config, prepared.record(), subtasks),
            references.registry(),
            references.links(),
            references.profiles(),
            references.geo(),
            references.userAgents(),
            AppendBeyond.to(
                KeepBeyond.of(prepared.tableThrough(), prepared.othersThrough()),
                AppendTables.to(prepared.appends(), config.pace().commit())
                    .startedBy(StartSignal.onceAndStaysUp())));
    EventPipeline.assemble(pipeline, ports, live(config, prepared), config.rules());
  }

  private static PTransform<org.apache.beam.sdk.values.PBegin, PCollection<RawRecord>> source(
      StreamConfig config, StreamRecord record, int subtasks) {
    return ReadKafka.from(config.kafka(), WorkerClock.INSTANCE)
        .withShards(config.shards() > 0 ? config.shards() : subtasks)
        .withClockMargin(config.pace().clockMargin())
        .withHistory(config.rebuild() ? history(config, record) : null);
  }

  /** What the state of the rows to come may depend on. */
  private static History history(StreamConfig config, StreamRecord record) {
    long from =
        record.committedThrough() == Long.MIN_VALUE
            ? Long.MIN_VALUE
            : record.committedThrough() - Rules.LOOK_BACK.toMillis();
    return RawHistory.of(config.raw(), config.kafka().topics(), from);
  }

  private static Live live(StreamConfig config, PreparedStream prepared) {
    long since = prepared.othersThrough();
    Map<String, PTransform<PCollection<WarehouseRow>, ? extends POutput>> publications =
        new LinkedHashMap<>();
    if (config.realTimeTopic() != null) {
      publications.put(
          "PublishRealTime",
          PublishKafka.realTime(
              config.kafka(), config.realTimeTopic(), config.rules().maxOutOfOrder()));
    }
    if (config.deadLetterTopic() != null) {
      publications.put(
          "PublishDeadLetters",
          PublishSince.to(
              since, PublishKafka.deadLetters(config.kafka(), config.deadLetterTopic())));
    }
    return new Live(
        Optional.of(
            ArchiveRaw.to(config.raw(), config.kafka())
                .every(config.pace().archive())
                .startedBy(StartSignal.onceAndStaysUp())),
        config.realTimeTopic() == null
            ? RealTime.NONE
            : new RealTime(config.realTimeTypes(), since),
        publications);
  }
}
