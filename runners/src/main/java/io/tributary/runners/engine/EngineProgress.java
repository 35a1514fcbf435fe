package io.tributary.runners.engine;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Telemetry;
import io.tributary.transforms.telemetry.TelemetryOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how an embedded engine gets on, from the same counters that its metrics are made of: a bar
 * on a terminal, else a line now and then.
 */
public final class EngineProgress implements AutoCloseable {

  private static final Duration TERMINAL = Duration.ofMillis(250);
  private static final Duration LINES = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final boolean terminal;
  private final Telemetry telemetry;
  private volatile long looked;
  private volatile long expected;
  private ProgressBar bar;
  private String stage = "";

  private EngineProgress(PrintWriter err, boolean terminal, TelemetryOptions options) {
    this.err = err;
    this.terminal = terminal;
    this.telemetry =
        Telemetry.open(
            options,
            List.of(
                PeriodicMetricReader.builder(new Exporter())
                    .setInterval(terminal ? TERMINAL : LINES)
                    .build()));
  }

  /**
   * Begins to listen to a pipeline that will run in this process.
   *
   * @param err where progress is shown
   * @param options what the pipeline's workers are told of telemetry
   */
  public static EngineProgress start(PrintWriter err, TelemetryOptions options) {
    return new EngineProgress(err, System.console() != null, options);
  }

  /** The process's telemetry while this is open. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** How many rows will be read. */
  public void expect(long rows) {
    expected = rows;
  }

  /** How many rows were looked at for the plan. */
  public void looked(long rows) {
    looked = rows;
  }

  private synchronized void show(Map<Measure, Long> counts) {
    long read = counts.getOrDefault(Measure.EVENTS_INGESTED, 0L);
    long written = counts.getOrDefault(Measure.WAREHOUSE_ROWS, 0L);
    long tables = counts.getOrDefault(Measure.TABLES_COMMITTED, 0L);
    if (tables > 0) {
      show("Committing", tables, tables, "tables");
    } else if (written > 0) {
      show("Writing", written, Math.max(expected, written), "rows");
    } else if (read > 0) {
      show("Reading", read, Math.max(expected, read), "records");
    } else if (expected == 0 && looked > 0) {
      show("Planning", looked, looked, "rows");
    }
  }

  private void show(String now, long done, long of, String unit) {
    if (!terminal) {
      err.printf(Locale.ROOT, "%s: %,d of about %,d %s%n", now, done, of, unit);
      err.flush();
      return;
    }
    if (!now.equals(stage)) {
      closeBar();
      stage = now;
      bar =
          new ProgressBarBuilder()
              .setTaskName(now)
              .setInitialMax(of)
              .setUnit(" " + unit, 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .build();
    }
    bar.maxHint(of);
    bar.stepTo(done);
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    telemetry.close();
    synchronized (this) {
      closeBar();
    }
  }

  private final class Exporter implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      Map<Measure, Long> counts = new EnumMap<>(Measure.class);
      for (MetricData metric : metrics) {
        for (Measure measure : Measure.values()) {
          if (metric.getName().equals(Measure.NAMESPACE + "." + measure.metric())) {
            for (LongPointData point : metric.getLongSumData().getPoints()) {
              counts.merge(measure, point.getValue(), Long::sum);
            }
          }
        }
      }
      show(counts);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
