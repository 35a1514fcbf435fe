package io.tributary.runners.cli;

import io.tributary.runners.telemetry.CollectorCheck;
import io.tributary.runners.telemetry.TelemetrySettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say where traces and metrics go. */
final class TelemetryArguments {

  @Option(
      names = "--telemetry",
      paramLabel = "EXPORTER",
      split = ",",
      description =
          "Where traces and metrics go, comma-separated: ${COMPLETION-CANDIDATES}. Default: as the"
              + " environment's OTEL_* say, off where they say nothing.")
  List<TelemetrySettings.Exporter> exporters = new ArrayList<>();

  @Option(
      names = "--otel",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of OpenTelemetry, such as otel.exporter.otlp.endpoint=http://HOST:4317; no"
              + " secrets, which workers take from their environment.")
  Map<String, String> otel = new LinkedHashMap<>();

  /**
   * What they say; what will not work is told at once.
   *
   * @throws UsageException if they contradict each other
   */
  TelemetrySettings settings(PrintWriter err) {
    try {
      TelemetrySettings settings = TelemetrySettings.of(exporters, otel, System.getenv());
      CollectorCheck.warnings(settings).forEach(line -> err.println("telemetry: " + line));
      err.flush();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
