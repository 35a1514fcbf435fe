package io.tributary.runners.replay;

import io.tributary.io.device.UapUserAgents;
import io.tributary.io.geo.GeoDatabases;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.PreparedRun;
import io.tributary.io.parquet.RawPlan;
import io.tributary.io.parquet.RawStore;
import io.tributary.io.parquet.ReadRawStore;
import io.tributary.io.profile.LinkFile;
import io.tributary.io.profile.ProfileFolder;
import io.tributary.io.profile.UnreadableReferenceData;
import io.tributary.io.registry.SchemaFolder;
import io.tributary.pipelines.EventPipeline;
import io.tributary.pipelines.Ports;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.schemas.table.EventTables;
import io.tributary.transforms.partition.DayRange;
import java.util.List;
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
    SchemaRegistry registry = registry();
    LinkFile links = links();
    ProfileFolder profiles = profiles();
    GeoDatabases geo = geo();
    UapUserAgents userAgents = userAgents();
    DayRange days = config.days();
    RawPlan plan =
        RawStore.in(config.raw())
            .plan(
                readFrom(days), readTo(days), days.fromMillis(), days.toMillis(), listener::looked);
    listener.planned(plan, days);
    try (PreparedRun run =
        PreparedRun.prepare(
            config.catalog(), registry, config.rules(), days, runId, listener::recovered)) {
      Pipeline pipeline = Pipeline.create(options);
      EventPipeline.assemble(
          pipeline,
          new Ports(
              ReadRawStore.of(plan), registry, links, profiles, geo, userAgents, run.warehouse()),
          config.rules(),
          days);
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended in state " + state);
      }
      return ReplaySummary.of(plan, run.report(), start.untilNow());
    }
  }

  private SchemaRegistry registry() {
    SchemaRegistry registry = SchemaFolder.load(config.schemas(), config.rules().schemas());
    List<String> problems = EventTables.of(registry).problems();
    if (!problems.isEmpty()) {
      throw new InvalidWarehouse(
          config.schemas() + ": " + problems.get(0) + "; `schemas check` tells more");
    }
    return registry;
  }

  private LinkFile links() {
    return config.links() == null ? null : LinkFile.at(config.links());
  }

  private ProfileFolder profiles() {
    if (config.profiles() == null) {
      return null;
    }
    ProfileFolder profiles = ProfileFolder.in(config.profiles());
    return config.latestReferences() ? profiles.newestOnly() : profiles;
  }

  private GeoDatabases geo() {
    if (config.geo() == null) {
      return null;
    }
    GeoDatabases geo = GeoDatabases.in(config.geo());
    return config.latestReferences() ? geo.newestOnly() : geo;
  }

  private UapUserAgents userAgents() {
    if (config.userAgentRules() == null) {
      return UapUserAgents.bundled();
    }
    try {
      return UapUserAgents.withRules(config.userAgentRules());
    } catch (IllegalArgumentException e) {
      throw new UnreadableReferenceData(e);
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
