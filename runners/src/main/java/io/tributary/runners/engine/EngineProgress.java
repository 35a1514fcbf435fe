package io.tributary.runners.engine;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.tributary.transforms.telemetry.Measure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
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
  private final OpenTelemetrySdk telemetry;
  private volatile long looked;
  private volatile long expected;
  private ProgressBar bar;
  private String stage = "";

  private EngineProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.telemetry =
        OpenTelemetrySdk.builder()
            .setMeterProvider(
                SdkMeterProvider.builder()
                    .registerMetricReader(
                        PeriodicMetricReader.builder(new Exporter())
                            .setInterval(terminal ? TERMINAL : LINES)
                            .build())
                    .build())
            .build();
  }

  /**
   * Begins to listen. It is the process's OpenTelemetry until it is closed.
   *
   * @param err where progress is shown
   */
  public static EngineProgress start(PrintWriter err) {
    EngineProgress progress = new EngineProgress(err, System.console() != null);
    // OpenTelemetry's global is set once; a process that runs one pipeline after another needs to
    // anew.
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(progress.telemetry);
    return progress;
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
    GlobalOpenTelemetry.resetForTest();
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
