package io.tributary.io.kafka;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which broker, which topics. Travels to the workers.
 *
 * @param bootstrapServers {@code HOST:PORT}, comma-separated
 * @param topics the topics that are read
 * @param properties further properties of Kafka's clients (security, buffers), by name
 */
public record KafkaSettings(
    String bootstrapServers, List<String> topics, HashMap<String, String> properties)
    implements Serializable {

  public KafkaSettings {
    topics = List.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("A topic must be named");
    }
  }

  public static KafkaSettings of(String bootstrapServers, String topic) {
    return new KafkaSettings(bootstrapServers, List.of(topic), new HashMap<>());
  }

  /** Properties for a client: the user's, and over them what the pipeline depends on. */
  Map<String, Object> client(Map<String, ?> fixed) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.putAll(fixed);
    return all;
  }

  /** The brokers and topics: properties may hold secrets. */
  @Override
  public String toString() {
    return bootstrapServers + " " + topics;
  }
}
