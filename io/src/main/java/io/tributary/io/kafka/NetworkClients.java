package io.tributary.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Clients of real brokers. What right results depend on is fixed; sizes and waits are defaults that
 * the user's properties override.
 */
final class NetworkClients implements Clients {

  private static final long serialVersionUID = 1L;

  /** On these nothing may be set otherwise: each would lose or repeat records. */
  private static final Map<String, Object> FIXED =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false);

  private static final Map<String, Object> CONSUMER_DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          Lane.FULL_RECORDS,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          1 << 20,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          16 << 20,
          // One fetch per broker is under way at a time. While it waits for records of partitions
          // that have none, those that have some wait for it.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          50,
          // A fetch must not wait in the socket for a thread that has other shards to serve.
          ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          1 << 20,
          ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
          false);

  private static final Map<String, Object> ADMIN_DEFAULTS =
      Map.of(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);

  private final KafkaSettings settings;

  NetworkClients(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = withDefaults(CONSUMER_DEFAULTS, FIXED);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Lookout lookout() {
    return new AdminLookout(settings, admin());
  }

  @Override
  public NetworkClients with(KafkaSettings other) {
    return new NetworkClients(other);
  }

  Admin admin() {
    return Admin.create(withDefaults(ADMIN_DEFAULTS, Map.of()));
  }

  private Map<String, Object> withDefaults(Map<String, Object> defaults, Map<String, ?> fixed) {
    Map<String, Object> all = new HashMap<>(defaults);
    all.putAll(settings.client(fixed));
    return all;
  }
}
