package io.tributary.runners.cli;

import io.tributary.kit.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The live demo's Kafka: a broker in a process of its own, with the topics that it needs. */
record LiveBroker(KafkaBroker broker) implements AutoCloseable {

  /** What clients send. */
  static final String EVENTS = "events";

  /** What goes on in real time. */
  static final String ORDERS = "orders";

  /** What nobody can accept. */
  static final String DEAD_LETTERS = "dead-letters";

  static final int PARTITIONS = 4;

  /**
   * Starts it, in some three seconds.
   *
   * @param folder for its data and log
   */
  static LiveBroker start(Path folder) {
    KafkaBroker broker = KafkaBroker.start(folder);
    try {
      makeTopics(broker.bootstrapServers());
      return new LiveBroker(broker);
    } catch (RuntimeException failed) {
      broker.close();
      throw failed;
    }
  }

  private static void makeTopics(String servers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(EVENTS, PARTITIONS, (short) 1),
                  new NewTopic(ORDERS, 1, (short) 1),
                  new NewTopic(DEAD_LETTERS, 1, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The demo's topics cannot be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while topics are made", e);
    }
  }

  String servers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
  }
}
