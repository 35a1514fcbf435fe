package io.tributary.runners.stream;

import io.tributary.io.kafka.BrokerCheck;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.runners.engine.StreamEngine;
import io.tributary.schemas.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a stream needs to work at all, asked before anything is made. */
final class StreamChecks {

  private static final Duration BROKER_ANSWERS = Duration.ofSeconds(20);

  /** How Beam says it. */
  private static final Pattern UNKNOWN_OPTION =
      Pattern.compile("missing a property named '([^']+)'");

  private StreamChecks() {}

  /**
   * Looks at the options, then asks the brokers.
   *
   * @throws InvalidStream for options that cannot work
   * @throws io.tributary.io.kafka.UnusableTopic for brokers and topics that cannot be used
   */
  static void check(StreamConfig config, StreamJob.Place place, SchemaRegistry registry) {
    named("--bootstrap-servers", config.kafka().bootstrapServers());
    config.kafka().topics().forEach(topic -> named("--topic", topic));
    if (config.pace().clockMargin().isNegative()) {
      throw new InvalidStream(
          "--clock-margin must not be negative, was " + config.pace().clockMargin());
    }
    checkPublication(config, registry);
    folder("--raw", config.raw());
    folder("--warehouse", Path.of(config.catalog().folder()));
    folder("--checkpoint-dir", place.checkpoints());
    checkEngine(place.beamOptions());
    BrokerCheck.check(config.kafka(), BROKER_ANSWERS, config.allowCreateTime());
    checkPublishedTopics(config);
  }

  private static void named(String option, String value) {
    if (value.isBlank()) {
      throw new InvalidStream(option + " is empty; give a name");
    }
  }

  private static void checkPublication(StreamConfig config, SchemaRegistry registry) {
    checkTarget("--realtime-topic", config.realTimeTopic(), config.kafka());
    checkTarget("--dead-letter-topic", config.deadLetterTopic(), config.kafka());
    TreeSet<String> unknown = new TreeSet<>(config.realTimeTypes());
    unknown.removeAll(registry.eventTypes());
    if (!unknown.isEmpty()) {
      throw new InvalidStream(
          "--realtime-types names "
              + String.join(", ", unknown)
              + ", which no schema in "
              + config.references().schemas()
              + " describes");
    }
  }

  private static void checkTarget(String option, String topic, KafkaSettings kafka) {
    if (topic == null) {
      return;
    }
    named(option, topic);
    if (kafka.topics().contains(topic)) {
      throw new InvalidStream(
          option + " is " + topic + ", which the stream reads; give another topic");
    }
  }

  private static void folder(String option, Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InvalidStream(option + " " + path + " is a file; give a folder");
    }
  }

  private static void checkEngine(List<String> beamOptions) {
    try {
      StreamEngine.check(beamOptions);
    } catch (IllegalArgumentException e) {
      Matcher unknown = UNKNOWN_OPTION.matcher(e.getMessage());
      throw new InvalidStream(
          unknown.find()
              ? "Unknown option --" + unknown.group(1) + ": neither this command nor Beam has it"
              : String.join(" ", beamOptions) + ": " + e.getMessage(),
          e);
    }
  }

  /** A producer would wait for a topic that is not there, and the whole stream with it. */
  private static void checkPublishedTopics(StreamConfig config) {
    List<String> published = new ArrayList<>();
    for (String topic : new String[] {config.realTimeTopic(), config.deadLetterTopic()}) {
      if (topic != null) {
        published.add(topic);
      }
    }
    if (!published.isEmpty()) {
      BrokerCheck.check(config.kafka().withTopics(published), BROKER_ANSWERS, true);
    }
  }
}
