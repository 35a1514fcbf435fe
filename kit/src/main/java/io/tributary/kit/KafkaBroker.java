package io.tributary.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Kafka cluster of one broker (KRaft, no ZooKeeper) in a process of its own, without
 * authentication, on 127.0.0.1.
 *
 * <p>Topics are not made by writing to them: callers make them with their own admin client, with
 * one replica. Records may have 16 MiB (producers must raise their own max.request.size), their
 * timestamps are the broker's append time, and none is deleted by age or size, unless a topic says
 * otherwise.
 */
public final class KafkaBroker implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String READY = "Kafka Server started";
  // 16 bytes in URL-safe base64, as Kafka wants it; a cluster of one needs no other.
  private static final String CLUSTER_ID = "dHJpYnV0YXJ5LWtpdC1rYQ";

  private final Path folder;
  private final int port;
  private final JavaCommand command;
  private JavaProcess process;

  private KafkaBroker(Path folder, int port, JavaCommand command) {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = command.start(folder);
  }

  /**
   * Starts a broker and waits until clients can use it: about three seconds.
   *
   * @param folder for its data and log; a folder that another broker has left is taken over
   * @throws IllegalStateException when it does not come up; with its log's end
   */
  public static KafkaBroker start(Path folder) {
    return launch(folder, Map.of()).awaitReady();
  }

  /**
   * Starts a broker without waiting, for starting other things beside it.
   *
   * @param options broker options over the kit's own
   */
  public static KafkaBroker launch(Path folder, Map<String, String> options) {
    Path home = folder.toAbsolutePath();
    List<Integer> ports = FreePorts.choose(2);
    String logback =
        Logback.write(home, List.of("kafka.server.KafkaConfig", "org.apache.kafka.common.config"));
    Path properties = home.resolve("server.properties");
    Map<String, String> all = options(home.resolve("data"), ports.get(0), ports.get(1));
    all.putAll(options);
    try {
      Files.writeString(
          properties,
          all.entrySet().stream()
              .map(option -> option.getKey() + "=" + option.getValue().replace("\\", "\\\\"))
              .collect(Collectors.joining("\n", "", "\n")));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + properties, failed);
    }
    JavaCommand command =
        JavaCommand.of("kafka", ClassPaths.of("kafka"), FormattedKafka.class.getName())
            .withJvmOptions(
                List.of(
                    "-Xms64m",
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    logback))
            .withArguments(List.of(properties.toString(), CLUSTER_ID));
    return new KafkaBroker(home, ports.get(0), command);
  }

  private static Map<String, String> options(Path data, int port, int controllerPort) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("process.roles", "broker,controller");
    options.put("node.id", "1");
    options.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    options.put("controller.listener.names", "CONTROLLER");
    options.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    options.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    options.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    options.put("log.dirs", data.toString());
    options.put("auto.create.topics.enable", "false");
    options.put("message.max.bytes", String.valueOf(16 << 20));
    options.put("log.message.timestamp.type", "LogAppendTime");
    options.put("log.retention.ms", "-1");
    options.put("log.retention.bytes", "-1");
    options.put("log.segment.bytes", String.valueOf(64 << 20));
    // The default takes half the heap.
    options.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    options.put("num.network.threads", "2");
    options.put("num.io.threads", "4");
    options.put("default.replication.factor", "1");
    options.put("offsets.topic.replication.factor", "1");
    options.put("offsets.topic.num.partitions", "4");
    options.put("transaction.state.log.replication.factor", "1");
    options.put("transaction.state.log.min.isr", "1");
    options.put("transaction.state.log.num.partitions", "4");
    // Tests wait for groups and for what a killed producer left open.
    options.put("group.initial.rebalance.delay.ms", "0");
    options.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // After a kill, the controller waits this long before the same broker may come back.
    options.put("broker.session.timeout.ms", "3000");
    options.put("broker.heartbeat.interval.ms", "500");
    return options;
  }

  /**
   * Waits until clients can use it.
   *
   * @throws IllegalStateException when it does not come up; with its log's end
   */
  public KafkaBroker awaitReady() {
    try {
      process.awaitLog(READY, READY_WITHIN);
      process.awaitPort(port, READY_WITHIN);
      return this;
    } catch (IllegalStateException failed) {
      close();
      throw failed;
    }
  }

  /** What clients take as bootstrap.servers; the same for the broker's whole life. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Its data, log and configuration. */
  public Path folder() {
    return folder;
  }

  public JavaProcess process() {
    return process;
  }

  /** SIGKILL: what it has acknowledged is kept, as the machine goes on. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM: an orderly end. */
  public void stop() {
    process.stop();
  }

  /**
   * Starts it again, with the same ports and data, after kill or stop, and waits until it is ready.
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The broker runs: kill() or stop() it before restart()");
    }
    process = command.start(folder);
    awaitReady();
  }

  @Override
  public void close() {
    process.close();
  }
}
