package io.tributary.runners.cli;

import io.tributary.io.iceberg.PreparedRun;
import io.tributary.io.parquet.RawPlan;
import io.tributary.runners.engine.EngineOptions;
import io.tributary.runners.engine.EngineProgress;
import io.tributary.runners.lineage.Lineage;
import io.tributary.runners.lineage.LineageJob;
import io.tributary.runners.lineage.LineageRun;
import io.tributary.runners.replay.Replay;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplayListener;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.runners.telemetry.ReplayTrace;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.telemetry.TelemetryOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs a replay for a person: says what is done, shows progress, and tidies up. */
final class ReplayRunner {

  /** How Beam says it. */
  private static final Pattern UNKNOWN_OPTION =
      Pattern.compile("missing a property named '([^']+)'");

  private final PrintWriter err;
  private final TelemetrySettings telemetry;
  private final Lineage lineage;

  /**
   * @param err takes what is said while it runs
   * @param telemetry where traces and metrics go
   */
  ReplayRunner(PrintWriter err, TelemetrySettings telemetry) {
    this(err, telemetry, Lineage.NONE);
  }

  /**
   * @param lineage is told what is read and written
   */
  ReplayRunner(PrintWriter err, TelemetrySettings telemetry, Lineage lineage) {
    this.err = err;
    this.telemetry = telemetry;
    this.lineage = lineage;
  }

  ReplaySummary run(ReplayConfig config, List<String> beamOptions) {
    String runId = RunIds.next();
    try (LineageRun told = lineage.start(LineageJob.replay(config, runId))) {
      try {
        ReplaySummary summary = run(config, runId, beamOptions);
        told.complete(new LineageRun.Counts(summary.rawRecords(), summary.tables()));
        return summary;
      } catch (RuntimeException | Error failed) {
        told.fail(failed);
        throw failed;
      }
    }
  }

  private ReplaySummary run(ReplayConfig config, String runId, List<String> beamOptions) {
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      PipelineOptions options =
          options(
              beamOptions, temporary.path(), PreparedRun.temporaryFolder(config.catalog(), runId));
      TelemetryOptions worker = telemetry.applyTo(options, runId);
      try (EngineProgress progress = EngineProgress.start(err, worker);
          ReplayTrace trace = ReplayTrace.start(progress.telemetry(), worker)) {
        ReplaySummary summary = new Replay(config, runId, new Listener(progress)).run(options);
        trace.succeeded();
        return summary;
      }
    }
  }

  /**
   * Beam's options.
   *
   * @throws UsageException if it knows no such option
   */
  static PipelineOptions options(List<String> beamOptions, Path temporary, Path spill) {
    try {
      return EngineOptions.of(beamOptions, temporary, spill);
    } catch (IllegalArgumentException e) {
      Matcher unknown = UNKNOWN_OPTION.matcher(e.getMessage());
      throw new UsageException(
          unknown.find()
              ? "Unknown option --" + unknown.group(1) + ": neither this command nor Beam has it"
              : String.join(" ", beamOptions) + ": " + e.getMessage(),
          e);
    }
  }

  private final class Listener implements ReplayListener {
    private final EngineProgress progress;

    Listener(EngineProgress progress) {
      this.progress = progress;
    }

    @Override
    public void looked(long rows) {
      progress.looked(rows);
    }

    @Override
    public void planned(RawPlan plan, DayRange days) {
      err.printf(
          Locale.ROOT,
          "Replaying %s: %,d raw records in %,d files%s%n",
          days,
          plan.recordsToWrite(),
          plan.files(),
          plan.rowsRead() == plan.recordsToWrite()
              ? ""
              : String.format(Locale.ROOT, ", %,d rows read with their context", plan.rowsRead()));
      err.flush();
      progress.expect(plan.rowsRead());
    }

    @Override
    public void recovered(String line) {
      err.println(line);
      err.flush();
    }
  }
}
