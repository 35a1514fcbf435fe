package io.tributary.runners.telemetry;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A collector for OTLP over HTTP that keeps what it gets. */
public final class OtlpCollector implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();

  public OtlpCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::traces);
    server.createContext("/v1/metrics", this::metrics);
    server.start();
  }

  /** Settings that send everything here. */
  public TelemetrySettings settings() {
    return TelemetrySettings.of(
        List.of(TelemetrySettings.Exporter.OTLP),
        Map.of(
            "otel.exporter.otlp.protocol",
            "http/protobuf",
            "otel.exporter.otlp.endpoint",
            "http://127.0.0.1:" + server.getAddress().getPort()),
        Map.of());
  }

  /** A span's attribute as text, or null. */
  public static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> text(attribute.getValue()))
        .findFirst()
        .orElse(null);
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case BOOL_VALUE -> String.valueOf(value.getBoolValue());
      default -> value.getStringValue();
    };
  }

  private void traces(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(body(exchange)).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .forEach(scope -> spans.addAll(scope.getSpansList()));
    answer(exchange);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest.parseFrom(body(exchange)).getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .forEach(scope -> metrics.addAll(scope.getMetricsList()));
    answer(exchange);
  }

  private static InputStream body(HttpExchange exchange) {
    try {
      return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
          ? new GZIPInputStream(exchange.getRequestBody())
          : exchange.getRequestBody();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  public List<Metric> metrics() {
    return List.copyOf(metrics);
  }

  /** As a traceparent has it. */
  public static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
