package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.kit.ZipkinServer;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.runners.telemetry.TelemetrySettings.Exporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's Zipkin, and the way of one event in it. */
final class DemoTraces implements AutoCloseable {

  /** An event's traces have its place, those of bundles have not. */
  private static final String EVENTS =
      "/api/v2/traces?serviceName=tributary&annotationQuery=messaging.kafka.offset&limit=500"
          + "&lookback=86400000";

  private static final String ARRIVED = "analytics.warehouse.insert";

  private final ZipkinServer zipkin;

  private DemoTraces(ZipkinServer zipkin) {
    this.zipkin = zipkin;
  }

  static DemoTraces start(Path out, PrintWriter err) {
    err.println("Starting Zipkin in a process of its own (some 10 s)");
    err.flush();
    return new DemoTraces(ZipkinServer.start(out.resolve("zipkin")));
  }

  /** Traces go to this Zipkin, metrics nowhere. */
  TelemetrySettings settings() {
    return TelemetrySettings.of(
        List.of(Exporter.ZIPKIN),
        Map.of("otel.exporter.zipkin.endpoint", zipkin.endpoint()),
        Map.of());
  }

  /** For a client that sends events to a topic. */
  ClientSpans clientSpans() {
    return ClientSpans.toZipkin(URI.create(zipkin.endpoint()));
  }

  /** Says where the trace of an event is that reached its table, and waits for Enter. */
  void show(PrintWriter screen) throws IOException {
    Optional<String> trace = arrived();
    screen.println();
    screen.println(
        trace
            .map(
                id ->
                    "The way of one sampled event, from the topic to the snapshot of its table: "
                        + zipkin.url()
                        + "/zipkin/traces/"
                        + id)
            .orElse("No sampled event has reached its table; give --events a larger number"));
    screen.println("All traces: " + zipkin.url() + "/zipkin/?serviceName=tributary");
    if (trace.isPresent()) {
      screen.println("Zipkin keeps them until you press Enter.");
      screen.flush();
      System.in.read(); // without a terminal it is at its end at once
    }
    screen.flush();
  }

  private Optional<String> arrived() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(zipkin.url() + EVENTS)).build();
    try {
      JsonNode traces =
          new ObjectMapper()
              .readTree(
                  HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body());
      for (JsonNode trace : traces) {
        for (JsonNode span : trace) {
          if (span.path("name").asText().equals(ARRIVED)) {
            return Optional.of(span.path("traceId").asText());
          }
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Zipkin is asked", e);
    }
  }

  @Override
  public void close() {
    zipkin.close();
  }
}
