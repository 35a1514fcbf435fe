package io.tributary.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * How a job that goes on from saved state reaches Kafka. The state holds the source of its first
 * launch, with the brokers of that day; these come with each launch and go before it. Runners show
 * them, so there are no secrets among them: those stay in the file that is named here.
 */
@Hidden
public interface KafkaSourceOptions extends PipelineOptions {

  @Description("Kafka's brokers; null where the source's own settings count.")
  String getKafkaBootstrapServers();

  void setKafkaBootstrapServers(String servers);

  @Description("Properties of Kafka's clients.")
  Map<String, String> getKafkaProperties();

  void setKafkaProperties(Map<String, String> properties);

  @Description("File of further properties, read by each worker.")
  String getKafkaConfigFile();

  void setKafkaConfigFile(String file);

  @Description("By how much the watermark trails what was received, in milliseconds.")
  Long getKafkaClockMarginMillis();

  void setKafkaClockMarginMillis(Long millis);

  /**
   * Tells the sources of a launch how to reach Kafka.
   *
   * @param options those of the pipeline
   * @param settings which brokers, and how; its topics are not told, since they belong to the state
   * @param clockMargin see {@link ReadKafka#withClockMargin}
   */
  static void set(PipelineOptions options, KafkaSettings settings, Duration clockMargin) {
    KafkaSourceOptions kafka = options.as(KafkaSourceOptions.class);
    kafka.setKafkaBootstrapServers(settings.bootstrapServers());
    kafka.setKafkaProperties(settings.properties());
    kafka.setKafkaConfigFile(settings.file());
    kafka.setKafkaClockMarginMillis(clockMargin.toMillis());
  }

  /** What was told, for these topics. */
  static KafkaSettings settings(KafkaSourceOptions told, List<String> topics) {
    return new KafkaSettings(
        told.getKafkaBootstrapServers(),
        topics,
        new HashMap<>(told.getKafkaProperties()),
        told.getKafkaConfigFile());
  }
}
