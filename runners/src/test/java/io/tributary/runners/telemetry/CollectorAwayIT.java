package io.tributary.runners.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.tributary.runners.Runs;
import io.tributary.runners.engine.EngineOptions;
import io.tributary.runners.replay.Replay;
import io.tributary.runners.replay.ReplayListener;
import io.tributary.runners.replay.ReplaySummary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes the telemetry: the rows come all the same. */
class CollectorAwayIT {

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  private ReplaySummary replay(String protocol, String endpoint) throws IOException {
    Runs.write(folder.resolve("raw"), SampledRecords.all());
    Runs.schema(folder.resolve("schemas"), SampledRecords.TYPE, "{\"type\":\"object\"}");
    PipelineOptions options =
        EngineOptions.of(List.of("--runner=DirectRunner", "--targetParallelism=2"), folder, folder);
    TelemetrySettings.of(
            List.of(TelemetrySettings.Exporter.OTLP),
            Map.of(
                "otel.exporter.otlp.protocol", protocol, "otel.exporter.otlp.endpoint", endpoint),
            Map.of())
        .applyTo(options, "run");
    return new Replay(
            Runs.of(folder.resolve("raw"), folder.resolve("schemas"), folder.resolve("warehouse")),
            "run",
            ReplayListener.NONE)
        .run(options);
  }

  @Test
  void aCollectorThatRefusesChangesNothing() {
    ReplaySummary summary =
        assertTimeout(WITHIN, () -> replay("http/protobuf", "http://127.0.0.1:1"));
    assertThat(summary.residual()).isZero();
    assertThat(summary.rawRecords()).isEqualTo(5);
  }

  @Test
  void aCollectorThatNeverAnswersChangesNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      ReplaySummary summary = assertTimeout(WITHIN, () -> replay("grpc", endpoint));
      assertThat(summary.residual()).isZero();
    }
  }

  @Test
  void settingsThatCannotBeUsedChangeNothing() {
    ReplaySummary summary =
        assertTimeout(WITHIN, () -> replay("carrier-pigeon", "http://127.0.0.1:4317"));
    assertThat(summary.residual()).isZero();
  }
}
