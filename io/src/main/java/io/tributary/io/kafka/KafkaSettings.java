package io.tributary.io.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Which brokers, which topics. Travels to the workers, is kept in the runner's saved state and is
 * shown by it; so it holds no secrets, but names the file that holds them. A worker reads the file
 * whenever it makes a client.
 *
 * @param bootstrapServers {@code HOST:PORT}, comma-separated
 * @param topics the topics that are read
 * @param properties further properties of Kafka's clients (security protocol, buffers), by name
 * @param file a Java properties file with more of them, below these; every worker must be able to
 *     read it there. Or null
 */
public record KafkaSettings(
    String bootstrapServers, List<String> topics, HashMap<String, String> properties, String file)
    implements Serializable {

  /**
   * @throws IllegalArgumentException without a topic, or where a property is a secret
   */
  public KafkaSettings {
    topics = List.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("A topic must be named");
    }
    for (String name : properties.keySet()) {
      if (isSecret(name)) {
        throw new IllegalArgumentException(
            name
                + " is a secret, and properties given with --kafka are shown and kept in"
                + " checkpoints; put it into a file and name that with --kafka-config");
      }
    }
  }

  /** Without a file. */
  public KafkaSettings(
      String bootstrapServers, List<String> topics, HashMap<String, String> properties) {
    this(bootstrapServers, topics, properties, null);
  }

  public static KafkaSettings of(String bootstrapServers, String topic) {
    return new KafkaSettings(bootstrapServers, List.of(topic), new HashMap<>());
  }

  /** The same brokers with other topics. */
  public KafkaSettings withTopics(List<String> others) {
    return new KafkaSettings(bootstrapServers, others, properties, file);
  }

  private static boolean isSecret(String name) {
    ConfigDef.ConfigKey known = ConsumerConfig.configDef().configKeys().get(name);
    if (known != null) {
      return known.type == ConfigDef.Type.PASSWORD;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("password") || lower.contains("secret");
  }

  /**
   * Properties for a client: the file's, over them the user's, and over them what the pipeline
   * depends on.
   *
   * @throws UncheckedIOException if the file cannot be read on this machine
   */
  Map<String, Object> client(Map<String, ?> fixed) {
    Map<String, Object> all = new HashMap<>();
    if (file != null) {
      Properties read = read(Path.of(file));
      read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
    }
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.putAll(fixed);
    return all;
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read "
              + file
              + ", the properties of Kafka's clients; --kafka-config must name a file that every"
              + " worker sees",
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          file + " is no properties file (" + e.getMessage() + "); correct it", e);
    }
  }

  /** The brokers and topics. */
  @Override
  public String toString() {
    return bootstrapServers + " " + topics;
  }
}
