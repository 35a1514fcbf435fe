package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static io.tributary.runners.telemetry.OtlpCollector.attribute;
import static io.tributary.runners.telemetry.OtlpCollector.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.tributary.runners.telemetry.OtlpCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One event's trace through a real broker and a stream. */
class StreamTracesIT {

  private static final String TOPIC = "it-traces";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PRODUCER = "00f067aa0ba902b7";

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir Path folder;

  @Test
  void anEventIsSeenUnderItsProducersSpanFromTheTopicToTheSnapshot() throws IOException {
    BROKER.kafka().create(TOPIC, 1, Map.of());
    try (OtlpCollector collector = new OtlpCollector()) {
      try (EmbeddedStream stream =
          EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC)
              .sendingTelemetry(collector.settings())
              .start(1)) {
        send("one", "00-" + TRACE + "-" + PRODUCER + "-01");
        send("two", "00-" + TRACE.replace('4', '5') + "-" + PRODUCER + "-00");
        BROKER.kafka().flush();
        stream.awaitRows(TABLE, 2);
        stream.finish();
      }
      List<Span> event =
          new ArrayList<>(
              collector.spans().stream()
                  .filter(span -> hex(span.getTraceId()).equals(TRACE))
                  .toList());
      event.sort(
          (one, other) -> Long.compare(one.getStartTimeUnixNano(), other.getStartTimeUnixNano()));
      assertThat(event.stream().map(Span::getName))
          .containsExactlyInAnyOrder(
              "poll " + TOPIC,
              "analytics.validate_batch",
              "analytics.deduplicate",
              "analytics.enrich.identity",
              "analytics.sessionize",
              "analytics.enrich",
              "analytics.enrich.device",
              "analytics.warehouse.partition",
              "analytics.warehouse.insert");
      assertThat(event)
          .filteredOn(span -> !span.getName().equals("analytics.enrich.device"))
          .allSatisfy(span -> assertThat(hex(span.getParentSpanId())).isEqualTo(PRODUCER))
          .allSatisfy(span -> assertThat(span.getLinksCount()).as("live").isZero());
      assertPolled(event.get(0));
      Span insert = event.get(event.size() - 1);
      assertThat(insert.getName()).isEqualTo("analytics.warehouse.insert");
      assertThat(attribute(insert, "table.name")).isEqualTo(TABLE);
      assertThat(attribute(insert, "iceberg.snapshot_id")).isNotNull();
      assertThat(collector.metrics())
          .filteredOn(metric -> metric.getName().equals("analytics.pipeline.lag_seconds"))
          .flatExtracting(metric -> metric.getHistogram().getDataPointsList())
          .isNotEmpty();
      assertThat(collector.metrics().stream().map(Metric::getName))
          .contains("analytics.events.ingested", "analytics.warehouse.rows");
    }
  }

  private static void assertPolled(Span poll) {
    assertThat(poll.getName()).isEqualTo("poll " + TOPIC);
    assertThat(poll.getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
    assertThat(attribute(poll, "messaging.system")).isEqualTo("kafka");
    assertThat(attribute(poll, "messaging.operation.name")).isEqualTo("poll");
    assertThat(attribute(poll, "messaging.operation.type")).isEqualTo("receive");
    assertThat(attribute(poll, "messaging.destination.name")).isEqualTo(TOPIC);
    assertThat(attribute(poll, "messaging.destination.partition.id")).isEqualTo("0");
    assertThat(attribute(poll, "messaging.kafka.offset")).isEqualTo("0");
  }

  private static void send(String id, String traceParent) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, seen(id, "ada", Instant.now()).getBytes(UTF_8));
    record.headers().add("traceparent", traceParent.getBytes(UTF_8));
    BROKER.kafka().send(record);
  }
}
