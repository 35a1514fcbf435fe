package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.TraceParent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Is told of the events that a client sends. */
interface ClientSpans {

  /** Tells nobody. */
  ClientSpans NONE = (topic, headers, fromMillis, toMillis) -> {};

  /**
   * A broker has an event.
   *
   * @param fromMillis when it was sent, milliseconds since the epoch
   * @param toMillis when the broker had it
   */
  void sent(String topic, List<Header> headers, long fromMillis, long toMillis);

  /**
   * Tells Zipkin of those that the client sampled: the span of the sending, which the event's
   * {@code traceparent} names and the pipeline's spans are under. Nobody waits for the answer.
   *
   * @param endpoint where Zipkin takes spans
   * @see <a href="https://zipkin.io/zipkin-api/">Zipkin's API, version 2</a>
   */
  static ClientSpans toZipkin(URI endpoint) {
    HttpClient client = HttpClient.newHttpClient();
    return (topic, headers, fromMillis, toMillis) -> {
      TraceParent span = TraceParent.sampled(headers);
      if (span != null) {
        String body = zipkin(span, topic, fromMillis, toMillis).toString();
        client.sendAsync(
            HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding());
      }
    };
  }

  private static ArrayNode zipkin(TraceParent span, String topic, long fromMillis, long toMillis) {
    ArrayNode spans = JsonNodeFactory.instance.arrayNode();
    ObjectNode one = spans.addObject();
    one.put("traceId", span.traceId())
        .put("id", span.spanId())
        .put("kind", "PRODUCER")
        .put("name", "send " + topic)
        .put("timestamp", TimeUnit.MILLISECONDS.toMicros(fromMillis))
        .put("duration", Math.max(1, TimeUnit.MILLISECONDS.toMicros(toMillis - fromMillis)));
    one.putObject("localEndpoint").put("serviceName", "shop");
    one.putObject("tags")
        .put("messaging.system", "kafka")
        .put("messaging.operation.name", "send")
        .put("messaging.destination.name", topic);
    return spans;
  }
}
