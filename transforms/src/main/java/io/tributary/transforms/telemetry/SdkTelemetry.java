package io.tributary.transforms.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** OpenTelemetry's SDK by its own autoconfiguration, with our defaults below and options above. */
final class SdkTelemetry implements AutoCloseable {

  /** How many spans of events this process makes in a second at most. */
  static final String SPANS_PER_SECOND = "otel.tributary.event.spans.per.second";

  private static final AttributeKey<String> RUN = AttributeKey.stringKey("tributary.run_id");

  /** What a collector that does not answer may cost at the end. */
  private static final long FLUSH_WITHIN_SECONDS = 3;

  private static final long CLOSE_WITHIN_SECONDS = 2;

  /** How many spans may wait for their exporter. */
  private static final int QUEUE = 16_384;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "tributary",
          "otel.logs.exporter", "none",
          "otel.exporter.prometheus.host", "127.0.0.1",
          "otel.bsp.max.queue.size", String.valueOf(QUEUE),
          "otel.bsp.max.export.batch.size", "2048",
          "otel.bsp.schedule.delay", "1000",
          "otel.metric.export.interval", "10000");

  /** What an exporter takes without the pipeline feeling it. */
  private static final String DEFAULT_SPANS_PER_SECOND = "20000";

  /** Its own messages would come with every attempt; ours comes once. Kept, or it is forgotten. */
  private static final Logger ITS_MESSAGES = Logger.getLogger("io.opentelemetry");

  private final OpenTelemetrySdk sdk;
  private final Losses losses;
  private final TraceShare share;

  private SdkTelemetry(OpenTelemetrySdk sdk, Losses losses, TraceShare share) {
    this.sdk = sdk;
    this.losses = losses;
    this.share = share;
  }

  /**
   * @param settings by their names, {@code otel.*}; they stand above the environment's
   * @param run the run that everything is of, or null
   * @param readers who else wants to see the metrics
   * @param spans who else wants to see the spans
   * @throws ConfigurationException if a setting is wrong
   */
  static SdkTelemetry open(
      Map<String, String> settings,
      String run,
      Collection<MetricReader> readers,
      Collection<SpanProcessor> spans) {
    ITS_MESSAGES.setLevel(Level.OFF);
    TraceShare share = new TraceShare(spansPerSecond(settings));
    Losses losses = new Losses(where(settings), QUEUE, share);
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .setServiceClassLoader(SdkTelemetry.class.getClassLoader())
            .disableShutdownHook()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addPropertiesCustomizer(config -> settings)
            .addResourceCustomizer(
                (resource, config) ->
                    run == null
                        ? resource
                        : resource.merge(Resource.create(Attributes.of(RUN, run))))
            .addSpanExporterCustomizer((exporter, config) -> losses.counting(exporter))
            .addSpanProcessorCustomizer((processor, config) -> losses.counting(processor))
            .addMetricExporterCustomizer((exporter, config) -> losses.watching(exporter))
            .addTracerProviderCustomizer(
                (tracers, config) -> {
                  spans.forEach(tracers::addSpanProcessor);
                  return tracers;
                })
            .addMeterProviderCustomizer(
                (meters, config) -> {
                  readers.forEach(meters::registerMetricReader);
                  return meters;
                })
            .build()
            .getOpenTelemetrySdk();
    sdk.getMeter(Telemetry.SCOPE)
        .counterBuilder(Measure.NAMESPACE + ".telemetry.spans_dropped")
        .buildWithCallback(dropped -> dropped.record(losses.spans()));
    return new SdkTelemetry(sdk, losses, share);
  }

  private static long spansPerSecond(Map<String, String> settings) {
    String text = settings.getOrDefault(SPANS_PER_SECOND, DEFAULT_SPANS_PER_SECOND);
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new ConfigurationException(SPANS_PER_SECOND + "=" + text + " is no number above 0");
    }
    return Long.parseLong(text);
  }

  private static String where(Map<String, String> settings) {
    Map<String, String> told = new TreeMap<>(settings);
    told.keySet().removeIf(name -> !name.matches("otel\\..*(exporter|endpoint|protocol|port)"));
    return told.toString().replaceAll("[{}]", "").replaceAll("//[^/@]*@", "//");
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  TraceShare share() {
    return share;
  }

  @Override
  public void close() {
    sdk.getSdkTracerProvider().forceFlush().join(FLUSH_WITHIN_SECONDS, TimeUnit.SECONDS);
    losses.sayAtEnd();
    sdk.shutdown().join(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
  }
}
