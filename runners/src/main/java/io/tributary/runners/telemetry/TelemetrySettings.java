package io.tributary.runners.telemetry;

import io.tributary.transforms.telemetry.TelemetryOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Where traces and metrics go, in OpenTelemetry's own settings by their names.
 *
 * @param otel {@code otel.*}; empty: telemetry is off
 */
public record TelemetrySettings(Map<String, String> otel) {

  /** Off. */
  public static final TelemetrySettings OFF = new TelemetrySettings(Map.of());

  private static final String TRACES = "otel.traces.exporter";
  private static final String METRICS = "otel.metrics.exporter";

  /** Variables by which somebody says that telemetry is wanted. */
  private static final String WANTED = "OTEL_(EXPORTER_.+|TRACES_EXPORTER|METRICS_EXPORTER)";

  /** Variables whose values a pipeline must not carry about; workers have their own. */
  private static final String SECRET = ".*(HEADERS|KEY|CERTIFICATE|PASSWORD|TOKEN).*";

  public TelemetrySettings {
    otel = Map.copyOf(otel);
  }

  /** What {@code --telemetry} can name. */
  public enum Exporter {
    OTLP,
    ZIPKIN,
    PROMETHEUS,
    CONSOLE,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean takesTraces() {
      return this != PROMETHEUS;
    }

    private boolean takesMetrics() {
      return this != ZIPKIN;
    }
  }

  /**
   * Puts them together: exporters that are named, else the environment's, over which single
   * settings stand.
   *
   * @param exporters those that were named
   * @param settings single settings, {@code otel.*}
   * @param environment the process's variables
   * @throws IllegalArgumentException if they contradict each other
   */
  public static TelemetrySettings of(
      List<Exporter> exporters, Map<String, String> settings, Map<String, String> environment) {
    for (String name : settings.keySet()) {
      if (!name.startsWith("otel.")) {
        throw new IllegalArgumentException(
            "--otel " + name + " is no setting of OpenTelemetry; their names begin with otel.");
      }
    }
    if (exporters.contains(Exporter.OFF)) {
      if (exporters.size() > 1) {
        throw new IllegalArgumentException("--telemetry off stands alone; leave the others out");
      }
      return OFF;
    }
    boolean isWanted =
        !exporters.isEmpty()
            || !settings.isEmpty()
            || environment.keySet().stream().anyMatch(name -> name.matches(WANTED));
    if (!isWanted || "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))) {
      return OFF;
    }
    Map<String, String> otel = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !name.matches(SECRET)) {
            otel.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    if (!exporters.isEmpty()) {
      otel.put(TRACES, names(exporters.stream().filter(Exporter::takesTraces).toList()));
      otel.put(METRICS, names(exporters.stream().filter(Exporter::takesMetrics).toList()));
    }
    otel.putIfAbsent(TRACES, Exporter.OTLP.toString());
    otel.putIfAbsent(METRICS, Exporter.OTLP.toString());
    otel.putAll(settings);
    return new TelemetrySettings(otel);
  }

  private static String names(List<Exporter> exporters) {
    return exporters.isEmpty()
        ? "none"
        : exporters.stream().map(Exporter::toString).collect(Collectors.joining(","));
  }

  public boolean isOff() {
    return otel.isEmpty();
  }

  /**
   * Tells a pipeline's workers.
   *
   * @param run the run that spans and metrics name
   * @return the same options
   */
  public TelemetryOptions applyTo(PipelineOptions options, String run) {
    TelemetryOptions telemetry = options.as(TelemetryOptions.class);
    telemetry.setOtel(otel);
    telemetry.setTelemetryRun(run);
    return telemetry;
  }
}
