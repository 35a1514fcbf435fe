package io.tributary.transforms.telemetry;

/**
 * The keys of OpenTelemetry's conventions for messaging and for Kafka, in one place: they are still
 * being renamed.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions
 *     for Kafka</a>
 */
public final class MessagingAttributes {

  public static final String SYSTEM = "messaging.system";
  public static final String KAFKA = "kafka";
  public static final String OPERATION_NAME = "messaging.operation.name";
  public static final String OPERATION_TYPE = "messaging.operation.type";
  public static final String POLL = "poll";
  public static final String RECEIVE = "receive";
  public static final String DESTINATION = "messaging.destination.name";
  public static final String PARTITION = "messaging.destination.partition.id";
  public static final String OFFSET = "messaging.kafka.offset";
  public static final String TOMBSTONE = "messaging.kafka.message.tombstone";
  public static final String MESSAGE_COUNT = "messaging.batch.message_count";

  private MessagingAttributes() {}
}
