package io.tributary.runners.replay;

import io.tributary.io.iceberg.PreparedRun;
import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.io.parquet.RawPlan;
import io.tributary.io.parquet.RawStore;
import io.tributary.io.parquet.ReadRawStore;
import io.tributary.pipelines.EventPipeline;
import io.tributary.pipelines.Ports;
import io.tributary.runners.reference.ReferenceData;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.WriteWarehouse;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Recomputes days of the warehouse from the raw store. */
public final class Replay {

  private final ReplayConfig config;
  private final String runId;
  private final ReplayListener listener;

  /**
   * @param config what is asked
   * @param runId a name for the run that no other has
   * @param listener is told how it goes on
   */
  public Replay(ReplayConfig config, String runId, ReplayListener listener) {
    this.config = config;
    this.runId = runId;
    this.listener = listener;
  }

  /**
   * Runs it to its end. What is configured wrongly is refused before any data moves.
   *
   * @param options Beam's options, which name the runner
   */
  public ReplaySummary run(PipelineOptions options) {
    ProcessUsage.Start start = ProcessUsage.Start.now();
    ReferenceData references = ReferenceData.open(config.references(), config.rules().schemas());
    DayRange days = config.days();
    RawStore raw = RawStore.in(config.raw());
    ArchiveProgress.in(config.raw()).ifPresent(archived -> archived.mustCover(readTo(days)));
    RawPlan plan =
        raw.plan(
            readFrom(days), readTo(days), days.fromMillis(), days.toMillis(), listener::looked);
    listener.planned(plan, days);
    try (PreparedRun run =
        PreparedRun.prepare(
            config.catalog(),
            references.registry(),
            config.rules(),
            days,
            runId,
            listener::recovered)) {
      Pipeline pipeline = Pipeline.create(options);
      EventPipeline.assemble(
          pipeline,
          new Ports(
              ReadRawStore.of(plan),
              references.registry(),
              references.links(),
              references.profiles(),
              references.geo(),
              references.userAgents(),
              WriteWarehouse.to(run.warehouse())),
          config.rules(),
          days);
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended in state " + state);
      }
      return ReplaySummary.of(plan, run.report(), start.untilNow());
    }
  }

  private long readFrom(DayRange days) {
    return days.from() == null ? Long.MIN_VALUE : days.fromMillis() - Rules.LOOK_BACK.toMillis();
  }

  private long readTo(DayRange days) {
    return days.to() == null
        ? Long.MAX_VALUE
        : days.toMillis() + config.rules().maxOutOfOrder().toMillis();
  }
}
