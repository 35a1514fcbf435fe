package io.tributary.transforms.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tributary.schemas.event.TraceParent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenTelemetry of a worker: set up once per process and run, by the first of its steps that
 * starts, and closed after the last. Where the pipeline has no settings it is off and costs
 * nothing.
 *
 * <p>Settings that cannot be used here, such as a port that is taken, turn it off with a warning:
 * the pipeline does not depend on it.
 */
public final class Telemetry implements AutoCloseable {

  static final String SCOPE = "io.tributary";

  /** Half of a trace id's hexadecimal digits: those of a long. */
  static final int DIGITS = 16;

  /** Metrics for this process alone. */
  private static final Map<String, String> NOT_SENT =
      Map.of(
          "otel.traces.exporter", "none",
          "otel.metrics.exporter", "none",
          "otel.traces.sampler", "always_off");

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  /** The SDKs of this process by what they were set up with. */
  private static final Map<Setup, Running> RUNNING = new HashMap<>();

  private record Setup(Map<String, String> otel, String run) {
    static Setup of(TelemetryOptions options) {
      Map<String, String> otel = options.getOtel();
      return new Setup(otel == null ? Map.of() : Map.copyOf(otel), options.getTelemetryRun());
    }
  }

  /** An SDK, or null where it is off, and how many use it. */
  private static final class Running {
    private final SdkTelemetry sdk;
    private int users;

    Running(SdkTelemetry sdk) {
      this.sdk = sdk;
    }
  }

  private final Setup setup;
  private final SdkTelemetry sdk;
  private final Tracer tracer;
  private final TraceParent replayTrace;
  private final RunMix mix;
  private final Clock clock = Clock.getDefault();
  private final long anchor = clock.now() - clock.nanoTime();

  private Telemetry(Setup setup, SdkTelemetry sdk, String replayTrace) {
    this.setup = setup;
    this.sdk = sdk;
    this.tracer = openTelemetry().getTracer(SCOPE);
    this.replayTrace = replayTrace == null ? null : TraceParent.parse(replayTrace);
    this.mix = RunMix.of(String.valueOf(setup.run));
  }

  /** That of a worker; to be closed as often as it was asked for. */
  static Telemetry of(PipelineOptions options) {
    return open(options.as(TelemetryOptions.class), List.of());
  }

  /**
   * That of the process that launches a pipeline, and so of workers in the same process.
   *
   * @param readers who wants to see the metrics
   */
  public static Telemetry open(TelemetryOptions options, List<MetricReader> readers) {
    return open(options, readers, List.of());
  }

  static Telemetry open(
      TelemetryOptions options, List<MetricReader> readers, List<SpanProcessor> spans) {
    Setup setup = Setup.of(options);
    synchronized (RUNNING) {
      Running running =
          RUNNING.computeIfAbsent(setup, key -> new Running(start(key, readers, spans)));
      running.users++;
      return new Telemetry(setup, running.sdk, options.getReplayTrace());
    }
  }

  private static SdkTelemetry start(
      Setup setup, List<MetricReader> readers, List<SpanProcessor> spans) {
    if (setup.otel.isEmpty() && readers.isEmpty()) {
      return null;
    }
    Map<String, String> otel = setup.otel.isEmpty() ? NOT_SENT : setup.otel;
    try {
      return SdkTelemetry.open(otel, setup.run, readers, spans);
    } catch (RuntimeException unusable) {
      // every exporter throws its own; what the pipeline is for goes on without
      LOG.warn("Telemetry is off here: {}", unusable.getMessage());
      return null;
    }
  }

  /** Whether spans go anywhere. */
  public boolean isTracing() {
    return sdk != null && !setup.otel.isEmpty();
  }

  boolean isReplay() {
    return replayTrace != null;
  }

  /** Whose events' spans are made; there while it is tracing. */
  TraceShare share() {
    return sdk.share();
  }

  Tracer tracer() {
    return tracer;
  }

  Meter meter() {
    return openTelemetry().getMeter(SCOPE);
  }

  /** For spans of the launching process; the no-op one where it is off. */
  public OpenTelemetry openTelemetry() {
    return sdk == null ? OpenTelemetry.noop() : sdk.sdk();
  }

  /** Nanoseconds since the epoch, never backwards. */
  long now() {
    return anchor + clock.nanoTime();
  }

  /** What the bundles of this run are under: a replay's trace, else nothing. */
  Context bundleParent() {
    return replayTrace == null ? Context.root() : context(remote(replayTrace));
  }

  /**
   * What the spans of an event are under: the producer's span; in a replay a trace of the event's
   * own, the same in every step.
   */
  SpanContext eventParent(TraceParent producer) {
    return isReplay() ? remote(replayed(producer.traceId(), mix)) : remote(producer);
  }

  /**
   * The trace that a replay's spans of an event are in: the original one's id, mixed with the run.
   *
   * @param traceId the event's original trace
   * @param run the replay's run
   */
  public static TraceParent replayed(String traceId, String run) {
    return replayed(traceId, RunMix.of(run));
  }

  private static TraceParent replayed(String traceId, RunMix mix) {
    long high = HexFormat.fromHexDigitsToLong(traceId, 0, DIGITS) ^ mix.high;
    long low = HexFormat.fromHexDigitsToLong(traceId, DIGITS, 2 * DIGITS) ^ mix.low;
    long span = Long.rotateLeft(high, DIGITS) ^ low;
    HexFormat hex = HexFormat.of();
    // neither may be all zeros
    return new TraceParent(
        hex.toHexDigits(high) + hex.toHexDigits((high | low) == 0 ? 1 : low),
        hex.toHexDigits(span == 0 ? 1 : span),
        true);
  }

  /** 128 bits that no other run has. */
  private record RunMix(long high, long low) {
    static RunMix of(String run) {
      try {
        ByteBuffer hash =
            ByteBuffer.wrap(
                MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8)));
        return new RunMix(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has SHA-256", e);
      }
    }
  }

  static SpanContext remote(TraceParent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  static Context context(SpanContext span) {
    return Context.root().with(Span.wrap(span));
  }

  @Override
  public void close() {
    synchronized (RUNNING) {
      Running running = RUNNING.get(setup);
      if (running == null || --running.users > 0) {
        return;
      }
      RUNNING.remove(setup);
    }
    if (sdk != null) {
      sdk.close();
    }
  }
}
