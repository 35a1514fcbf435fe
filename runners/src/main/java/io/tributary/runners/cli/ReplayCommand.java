package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplaySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tributary replay}; it also starts without the launcher, as any Beam pipeline does. */
@Command(
    name = "replay",
    description =
        "Recompute days of the warehouse from the raw store, and overwrite exactly these.",
    footer = {
      "",
      "Beam's pipeline options are passed on, among them --runner=FlinkRunner (the default,",
      "embedded in this process), --runner=DirectRunner, --flinkMaster=HOST:PORT, --parallelism=N.",
      "",
      "Exit code 0 when every raw record ended in exactly one row, 2 for wrong use (nothing was",
      "touched), 1 for failure (tables are as they were, or the next run finishes them)."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      required = true,
      description = "Raw store: a folder of Parquet files at any depth.")
  Path raw;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First day of received_at (UTC) that is recomputed; default: the first there is.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last; default: all there are, closing every session.")
  LocalDate to;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Also write the summary to this file.")
  Path report;

  @Mixin WarehouseOptions warehouse;

  @Mixin ReferenceOptions references;

  @Mixin RulesOptions rules;

  @Mixin TelemetryArguments telemetry;

  @Mixin LineageOptions lineage;

  @Unmatched List<String> beamOptions = new ArrayList<>();

  /** Starts it as a plain main class. */
  public static void main(String[] args) {
    System.exit(Tributary.commandLine(new ReplayCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    ReplayConfig config = config();
    checkReport();
    ReplaySummary summary = runner().run(config, beamOptions);
    spec.commandLine().getOut().println(SummaryText.of(summary));
    if (report != null) {
      write(report, summary);
    }
    if (summary.residual() != 0) {
      spec.commandLine()
          .getErr()
          .println(
              "replay: "
                  + summary.residual()
                  + " raw records have no row, or more than one;"
                  + " please report this as a defect");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }

  private ReplayRunner runner() {
    PrintWriter err = spec.commandLine().getErr();
    return new ReplayRunner(err, telemetry.settings(err), lineage.lineage(err));
  }

  private ReplayConfig config() throws IOException {
    try {
      return new ReplayConfig(
          raw, references.config(), warehouse.config(), Days.between(from, to), rules.rules());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private void checkReport() {
    if (report != null) {
      Path folder = report.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder) || Files.isDirectory(report)) {
        throw new UsageException(
            "--report " + report + " is no file in a folder that exists; make the folder first");
      }
    }
  }

  static void write(Path report, ReplaySummary summary) throws IOException {
    Files.writeString(
        report,
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(summary)
            + "\n");
  }
}
