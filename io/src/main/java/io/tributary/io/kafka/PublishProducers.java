package io.tributary.io.kafka;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens producers on a worker. */
interface PublishProducers extends Serializable {

  Producer<byte[], byte[]> open();

  /** Producers of a broker. */
  static PublishProducers of(KafkaSettings settings) {
    return () ->
        new KafkaProducer<>(
            Config.of(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What a producer is set to. */
  final class Config {

    private static final int MEGABYTE = 1 << 20;

    /** The user's own properties go before these. */
    private static final Map<String, Object> DEFAULTS =
        Map.of(
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            // as large as what a topic was ever seen to hold: the broker decides
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            32 * MEGABYTE,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * MEGABYTE,
            // a broker may be away so long before the bundle fails and is tried again
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            300_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            300_000);

    private static final Map<String, Object> FIXED =
        Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);

    private Config() {}

    static Map<String, Object> of(KafkaSettings settings) {
      Map<String, Object> config = new HashMap<>(DEFAULTS);
      config.putAll(settings.client(FIXED));
      return config;
    }
  }
}
