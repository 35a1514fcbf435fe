package io.tributary.runners.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runners.telemetry.TelemetrySettings.Exporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetrySettingsTest {

  @Test
  void isOffWhereNobodyAsksForIt() {
    assertThat(TelemetrySettings.of(List.of(), Map.of(), Map.of()).isOff()).isTrue();
    assertThat(TelemetrySettings.of(List.of(), Map.of(), Map.of("OTEL_SERVICE_NAME", "x")).isOff())
        .isTrue();
    assertThat(
            TelemetrySettings.of(
                    List.of(Exporter.OFF),
                    Map.of(),
                    Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317"))
                .isOff())
        .isTrue();
    assertThat(
            TelemetrySettings.of(
                    List.of(),
                    Map.of(),
                    Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "true"))
                .isOff())
        .isTrue();
  }

  @Test
  void theEnvironmentTurnsItOnAndIsHandedToWorkersButForItsSecrets() {
    assertThat(
            TelemetrySettings.of(
                    List.of(),
                    Map.of(),
                    Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317",
                        "OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret",
                        "OTEL_SERVICE_NAME", "mine",
                        "PATH", "/bin"))
                .otel())
        .isEqualTo(
            Map.of(
                "otel.exporter.otlp.endpoint", "http://c:4317",
                "otel.service.name", "mine",
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "otlp"));
  }

  @Test
  void namedExportersTakeWhatTheyCanAndSingleSettingsStandAboveAll() {
    assertThat(
            TelemetrySettings.of(
                    List.of(Exporter.ZIPKIN, Exporter.PROMETHEUS),
                    Map.of("otel.exporter.prometheus.port", "9999"),
                    Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_PROMETHEUS_PORT", "1"))
                .otel())
        .isEqualTo(
            Map.of(
                "otel.traces.exporter", "zipkin",
                "otel.metrics.exporter", "prometheus",
                "otel.exporter.prometheus.port", "9999"));
  }

  @Test
  void refusesWhatContradictsItself() {
    assertThatThrownBy(
            () -> TelemetrySettings.of(List.of(Exporter.OFF, Exporter.OTLP), Map.of(), Map.of()))
        .hasMessage("--telemetry off stands alone; leave the others out");
    assertThatThrownBy(() -> TelemetrySettings.of(List.of(), Map.of("endpoint", "x"), Map.of()))
        .hasMessage("--otel endpoint is no setting of OpenTelemetry; their names begin with otel.");
  }

  @Test
  void warnsOfACollectorThatIsNotThereOrCannotBe() throws IOException {
    try (ServerSocket there = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(warnings("http://127.0.0.1:" + there.getLocalPort(), "grpc")).isEmpty();
    }
    assertThat(warnings("http://127.0.0.1:1", "grpc"))
        .containsExactly(
            "nothing answers at http://127.0.0.1:1 (otel.exporter.otlp.endpoint): traces and metrics"
                + " are dropped until it does, and the rows are the same");
    assertThat(warnings("collector:4317", "grpc"))
        .containsExactly(
            "otel.exporter.otlp.endpoint collector:4317 is no http address: telemetry is off");
    assertThat(warnings("http://127.0.0.1:1", "pigeon"))
        .contains(
            "otel.exporter.otlp.protocol pigeon is none of grpc and http/protobuf: telemetry is"
                + " off");
  }

  private static List<String> warnings(String endpoint, String protocol) {
    return CollectorCheck.warnings(
        TelemetrySettings.of(
            List.of(Exporter.OTLP),
            Map.of(
                "otel.exporter.otlp.endpoint", endpoint, "otel.exporter.otlp.protocol", protocol),
            Map.of()));
  }
}
