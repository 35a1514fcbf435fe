package io.tributary.io.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the clients of a shard. */
interface Clients extends Serializable {

  /** A consumer without group that never chooses an offset by itself. */
  Consumer<byte[], byte[]> consumer();

  Lookout lookout();

  /** The same kind of clients of other brokers, or with other properties. */
  Clients with(KafkaSettings other);
}
