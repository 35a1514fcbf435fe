package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.PreparedStream;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.kafka.History;
import io.tributary.io.kafka.RawHistory;
import io.tributary.pipelines.EventPipeline;
import io.tributary.pipelines.Live;
import io.tributary.pipelines.Ports;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.engine.EngineOptions;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.reference.ReferenceData;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.client.RealTime;
import io.tributary.transforms.warehouse.AppendTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of the whole graph: what comes live, in whatever order, is row for row what a replay of
 * the same records writes; and on the way there each table always holds exactly its rows before
 * some time.
 */
class LiveLawTest {

  private static final Duration COMMIT = Duration.ofSeconds(4);

  @TempDir static Path folder;

  private static GeneratorResult made;
  private static List<RawRecord> records;
  private static Lake lake;

  @BeforeAll
  static void replay() throws IOException {
    made =
        Generator.run(
            new GeneratorOptions(
                folder.resolve("made"),
                500,
                3,
                20260302,
                LocalDate.of(2026, 3, 2),
                16,
                20,
                8,
                3,
                6,
                4,
                5),
            any -> {});
    records = records(made.raw());
    assertThat(records).hasSize((int) made.rawRecords());
    Path replayed = folder.resolve("replayed");
    assertThat(Runs.direct(Runs.of(made, replayed)).residual()).isZero();
    lake = Lake.open().attach("replayed", replayed);
  }

  @AfterAll
  static void close() {
    if (lake != null) {
      lake.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void liveRowsAreTheRowsOfAReplay(Arrival arrival) throws IOException {
    ReplayConfig config = Runs.of(made, folder.resolve("live-" + arrival));
    String name = arrival.name().toLowerCase(Locale.ROOT);

    stream(config, arrival.stream(records, COMMIT));

    lake.attach(name, folder.resolve("live-" + arrival));
    assertThat(lake.differences("replayed", name)).isEmpty();
    assertThat(lake.rows(name)).containsKeys("dead_letters", "duplicates", "sessions");
    StreamRecord record = StreamRecord.read(config.catalog()).orElseThrow();
    assertThat(record.committedThrough()).isEqualTo(Long.MAX_VALUE);
    assertThat(record.behindDays()).isEmpty();
    ExactCuts.Found cuts = ExactCuts.in(config.catalog(), lake, "replayed");
    assertThat(cuts.wrong()).isEmpty();
    assertThat(cuts.inTheMiddle()).isGreaterThan(20);
  }

  /** As a stream's job does it, but for Kafka and the archive. */
  private static void stream(ReplayConfig config, TestStream<RawRecord> source) {
    ReferenceData references = ReferenceData.open(config.references(), config.rules().schemas());
    PreparedStream prepared =
        PreparedStream.prepare(
            config.catalog(),
            references.registry(),
            config.rules(),
            List.of(records.get(0).coordinate().topic()),
            PreparedStream.Start.FIRST,
            "law",
            line -> {});
    PipelineOptions options =
        EngineOptions.of(List.of("--runner=DirectRunner", "--targetParallelism=2"), folder, folder);
    Pipeline pipeline = Pipeline.create(options);
    EventPipeline.assemble(
        pipeline,
        new Ports(
            source,
            references.registry(),
            references.links(),
            references.profiles(),
            references.geo(),
            references.userAgents(),
            AppendTables.to(prepared.appends(), COMMIT)),
        new Live(Optional.empty(), RealTime.NONE, Map.of()),
        config.rules());
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private static List<RawRecord> records(Path raw) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    History history = RawHistory.of(raw, List.of("events"), Long.MIN_VALUE);
    for (TopicPartition partition : history.partitions()) {
      try (History.Records all = history.open(partition.topic(), partition.partition(), 0)) {
        for (RawRecord next = all.next(); next != null; next = all.next()) {
          records.add(next);
        }
      }
    }
    return records;
  }
}
