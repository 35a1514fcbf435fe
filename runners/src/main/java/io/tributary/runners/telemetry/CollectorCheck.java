package io.tributary.runners.telemetry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at launch whether anybody will take the telemetry: a warning, never a failure. */
public final class CollectorCheck {

  private static final int CONNECT_MILLIS = 1_000;
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";

  private CollectorCheck() {}

  /** What is wrong, a line each; empty where all is well or nothing is sent. */
  public static List<String> warnings(TelemetrySettings settings) {
    List<String> warnings = new ArrayList<>();
    Map<String, String> otel = settings.otel();
    String exporters =
        otel.getOrDefault("otel.traces.exporter", "")
            + ","
            + otel.getOrDefault("otel.metrics.exporter", "");
    if (exporters.contains("otlp")) {
      String protocol = otel.getOrDefault(PROTOCOL, "grpc");
      if (!protocol.equals("grpc") && !protocol.equals("http/protobuf")) {
        warnings.add(
            PROTOCOL + " " + protocol + " is none of grpc and http/protobuf: telemetry is off");
      }
      String byDefault =
          protocol.equals("grpc") ? "http://localhost:4317" : "http://localhost:4318";
      look("otel.exporter.otlp.endpoint", otel, byDefault, warnings);
    }
    if (exporters.contains("zipkin")) {
      look("otel.exporter.zipkin.endpoint", otel, "http://localhost:9411/api/v2/spans", warnings);
    }
    return warnings;
  }

  private static void look(
      String name, Map<String, String> otel, String byDefault, List<String> warnings) {
    String given = otel.getOrDefault(name, byDefault);
    String endpoint = given.replaceAll("//[^/@]*@", "//"); // no password on a screen
    try {
      URI uri = new URI(given);
      if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
        warnings.add(name + " " + endpoint + " is no http address: telemetry is off");
        return;
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
      }
    } catch (URISyntaxException e) {
      warnings.add(name + " " + endpoint + " is no http address: telemetry is off");
    } catch (IOException e) {
      warnings.add(
          "nothing answers at "
              + endpoint
              + " ("
              + name
              + "): traces and metrics are dropped until it does, and the rows are the same");
    }
  }
}
