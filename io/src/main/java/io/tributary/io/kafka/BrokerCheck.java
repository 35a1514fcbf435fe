package io.tributary.io.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether topics can be read, asked at launch so that nothing starts that cannot work. */
public final class BrokerCheck {

  private static final String APPEND_TIME = "LogAppendTime";

  private final KafkaSettings settings;
  private final long deadline;
  private final Duration timeout;

  private BrokerCheck(KafkaSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Asks the brokers for the topics, their kind of time and their offsets.
   *
   * @param timeout how long to wait in all
   * @param allowCreateTime whether topics that keep the producer's time pass too
   * @return all partitions of the topics with the offsets that they have
   * @throws UnusableTopic where the brokers do not answer or refuse, or a topic is not there or
   *     does not keep the time at which the broker appended
   */
  public static Map<TopicPartition, Bounds> check(
      KafkaSettings settings, Duration timeout, boolean allowCreateTime) {
    BrokerCheck check = new BrokerCheck(settings, timeout);
    try (Admin admin = new NetworkClients(settings).admin()) {
      try {
        List<TopicPartition> partitions = check.partitions(admin);
        if (!allowCreateTime) {
          check.appendTime(admin);
        }
        return check.bounds(admin, partitions);
      } finally {
        admin.close(Duration.ZERO);
      }
    } catch (KafkaException e) {
      if (e instanceof InterruptException) {
        throw e;
      }
      throw check.unusable(e);
    }
  }

  private List<TopicPartition> partitions(Admin admin) {
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(settings.topics()).topicNameValues();
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : settings.topics()) {
      try {
        answer(described.get(topic))
            .partitions()
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
        throw UnusableTopic.missing(settings, topic);
      }
    }
    return partitions;
  }

  private void appendTime(Admin admin) {
    Map<ConfigResource, Config> configs;
    try {
      configs =
          answer(
              admin
                  .describeConfigs(
                      settings.topics().stream()
                          .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                          .toList())
                  .all());
    } catch (AuthorizationException e) {
      throw new UnusableTopic(
          "The brokers do not show whether "
              + settings.topics()
              + " keep the broker's append time: grant DescribeConfigs on the topic, or pass"
              + " --allow-create-time",
          e);
    }
    configs.forEach(
        (topic, config) -> {
          ConfigEntry entry = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
          if (entry == null || !APPEND_TIME.equals(entry.value())) {
            throw new UnusableTopic(
                "Topic "
                    + topic.name()
                    + " keeps the producer's time: set "
                    + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG
                    + "="
                    + APPEND_TIME
                    + " on it (kafka-configs.sh --alter --topic "
                    + topic.name()
                    + " --add-config), or pass --allow-create-time");
          }
        });
  }

  private Map<TopicPartition, Bounds> bounds(Admin admin, List<TopicPartition> partitions) {
    Map<TopicPartition, ListOffsetsResultInfo> earliest =
        answer(admin.listOffsets(all(partitions, OffsetSpec.earliest())).all());
    Map<TopicPartition, ListOffsetsResultInfo> latest =
        answer(admin.listOffsets(all(partitions, OffsetSpec.latest())).all());
    Map<TopicPartition, Bounds> bounds = new HashMap<>();
    for (TopicPartition partition : partitions) {
      bounds.put(
          partition, new Bounds(earliest.get(partition).offset(), latest.get(partition).offset()));
    }
    return bounds;
  }

  private static Map<TopicPartition, OffsetSpec> all(
      List<TopicPartition> partitions, OffsetSpec spec) {
    return partitions.stream().collect(Collectors.toMap(partition -> partition, any -> spec));
  }

  private <T> T answer(KafkaFuture<T> asked) {
    try {
      return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    }
  }

  private UnusableTopic unusable(KafkaException failure) {
    if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
      return UnusableTopic.refused(settings, failure);
    }
    if (failure instanceof RetriableException) {
      return UnusableTopic.silent(settings, timeout.toSeconds(), failure);
    }
    // A host without address, an unknown property: the clients say what is wrong with them.
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return new UnusableTopic(
        "No client for "
            + settings.bootstrapServers()
            + ": "
            + reason.getMessage()
            + "; check --bootstrap-servers and the client's properties",
        failure);
  }
}
