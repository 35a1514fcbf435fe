package io.tributary.io.kafka;

import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.StepFn;
import java.time.Duration;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Sends rows to a topic, at least once.
 *
 * <p>Input: rows of all kinds, bounded or unbounded; those that are not for the topic are passed
 * over. Guarantee: a bundle ends when the broker has acknowledged all its records on all in-sync
 * replicas; a bundle that is tried again sends them again, so readers deduplicate, events by the
 * header {@code event_id} and their lineage, dead letters by the coordinate in their headers. The
 * order of records is that of the rows as long as nothing is tried again.
 *
 * <p>A record that the broker refuses as too large is sent without its payload and with the header
 * {@code tributary.payload=omitted}; the raw store has it all.
 */
public final class PublishKafka extends PTransform<PCollection<WarehouseRow>, PDone> {

  private static final long serialVersionUID = 1L;
  private static final String SPAN = "analytics.publish";

  private final PublishProducers producers;
  private final String topic;
  private final PublishFormat format;

  PublishKafka(PublishProducers producers, String topic, PublishFormat format) {
    if (topic.isBlank()) {
      throw new IllegalArgumentException("A topic to publish to must be named");
    }
    this.producers = producers;
    this.topic = topic;
    this.format = format;
  }

  /**
   * Enriched events without a session, as JSON. Key: the client as stored. Headers: {@code
   * event_id}, {@code event_type}, and {@code traceparent} where there is one.
   *
   * @param settings the broker; its topics are not looked at
   * @param topic where they go
   * @param maxOutOfOrder how far events may come out of their order: what {@code is_late} means
   */
  public static PublishKafka realTime(
      KafkaSettings settings, String topic, Duration maxOutOfOrder) {
    return new PublishKafka(
        PublishProducers.of(settings), topic, new PublishEvents(maxOutOfOrder.toMillis()));
  }

  /**
   * Dead letters: value and headers as they came, no key. Headers beside: {@code tributary.stage},
   * {@code .reason}, {@code .detail}, {@code .topic}, {@code .partition}, {@code .offset} and
   * {@code .received_at}.
   *
   * @param settings the broker; its topics are not looked at
   * @param topic where they go
   */
  public static PublishKafka deadLetters(KafkaSettings settings, String topic) {
    return new PublishKafka(PublishProducers.of(settings), topic, new PublishDeadLetters());
  }

  @Override
  public PDone expand(PCollection<WarehouseRow> rows) {
    rows.apply("Send", ParDo.of(StepFn.of(SPAN, new PublishStep(producers, topic, format))))
        .setCoder(VoidCoder.of());
    return PDone.in(rows.getPipeline());
  }
}
