package io.tributary.transforms.telemetry;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;

/** The telemetry of a pipeline in this process, kept in memory. */
final class CollectedTelemetry implements AutoCloseable {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private Telemetry telemetry;

  /** Tells a pipeline's options; call it once. */
  void listenTo(PipelineOptions options) {
    TelemetryOptions ours = options.as(TelemetryOptions.class);
    ours.setOtel(Map.of("otel.traces.exporter", "none", "otel.metrics.exporter", "none"));
    ours.setTelemetryRun(UUID.randomUUID().toString());
    telemetry = Telemetry.open(ours, List.of(metrics), List.of(SimpleSpanProcessor.create(spans)));
  }

  List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  Collection<MetricData> metrics() {
    return metrics.collectAllMetrics();
  }

  @Override
  public void close() {
    if (telemetry != null) {
      telemetry.close();
    }
  }
}
