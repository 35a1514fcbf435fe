package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.schemas.event.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientSpansTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
  private HttpServer zipkin;

  @BeforeEach
  void listen() throws IOException {
    zipkin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    zipkin.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    zipkin.start();
  }

  @AfterEach
  void close() {
    zipkin.stop(0);
  }

  private static List<Header> headers(String flags) {
    String text = "00-" + TRACE + "-" + SPAN + "-" + flags;
    return List.of(new Header("traceparent", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theSpanOfTheSendingIsTheOneThatASampledEventNames() throws Exception {
    ClientSpans spans =
        ClientSpans.toZipkin(
            URI.create("http://127.0.0.1:" + zipkin.getAddress().getPort() + "/api/v2/spans"));
    spans.sent("events", headers("00"), 1000, 1007);
    spans.sent("events", List.of(), 1000, 1007);
    spans.sent("events", headers("01"), 2000, 2007);

    JsonNode sent = new ObjectMapper().readTree(posted.poll(10, TimeUnit.SECONDS));
    assertThat(sent).hasSize(1);
    JsonNode span = sent.get(0);
    assertThat(span.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(span.path("id").asText()).isEqualTo(SPAN);
    assertThat(span.path("kind").asText()).isEqualTo("PRODUCER");
    assertThat(span.path("timestamp").asLong()).isEqualTo(2_000_000);
    assertThat(span.path("duration").asLong()).isEqualTo(7_000);
    assertThat(span.path("tags").path("messaging.destination.name").asText()).isEqualTo("events");
    assertThat(posted).isEmpty();
  }
}
