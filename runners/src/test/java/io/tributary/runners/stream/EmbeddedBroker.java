package io.tributary.runners.stream;

import io.tributary.kit.KafkaBroker;
import io.tributary.runners.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One broker for all test classes that register this: the first starts it, the end of the test run
 * stops it. Each test has topics of its own.
 */
final class EmbeddedBroker implements BeforeAllCallback {

  private Running running;

  /** Closed by JUnit when everything is over. */
  private record Running(Path folder, KafkaBroker broker, EmbeddedKafka kafka)
      implements AutoCloseable {

    static Running start() {
      try {
        Path folder = Files.createTempDirectory("tributary-broker-");
        KafkaBroker broker = KafkaBroker.start(folder);
        return new Running(folder, broker, new EmbeddedKafka(broker.bootstrapServers()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      kafka.close();
      broker.close();
      Runs.delete(folder);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(EmbeddedBroker.class))
            .getOrComputeIfAbsent("broker", name -> Running.start(), Running.class);
  }

  KafkaBroker broker() {
    return running.broker();
  }

  EmbeddedKafka kafka() {
    return running.kafka();
  }
}
