package io.tributary.io.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks by an admin client, whose answers come on a thread of its own.
 *
 * <p>The end is that of all records, also of those whose transaction is open, so that a partition
 * whose end has been reached surely has nothing older to come.
 */
final class AdminLookout implements Lookout {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final KafkaSettings settings;
  private final Admin admin;
  private CompletableFuture<Look> pending;

  AdminLookout(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  @Override
  public void ask(long now, Predicate<TopicPartition> mine, Set<TopicPartition> placed) {
    if (pending == null) {
      pending =
          describe().thenCompose(topics -> bounds(now, topics, mine, placed)).toCompletableFuture();
    }
  }

  @Override
  public Look take() {
    if (pending == null || !pending.isDone()) {
      return null;
    }
    try {
      return pending.join();
    } catch (CompletionException e) {
      throwUnlessPassing(e.getCause());
      return null;
    } finally {
      pending = null;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private void throwUnlessPassing(Throwable failure) {
    if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
      throw UnusableTopic.refused(settings, failure);
    }
    if (!(failure instanceof RetriableException)) {
      throw new IllegalStateException(
          "The brokers at " + settings.bootstrapServers() + " do not show " + settings.topics(),
          failure);
    }
  }

  private record Topics(Set<TopicPartition> partitions, Set<String> missing) {}

  private CompletionStage<Topics> describe() {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin
            .describeTopics(
                settings.topics(), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
            .topicNameValues();
    return settled(asked)
        .thenApply(
            none -> {
              Set<TopicPartition> partitions = new HashSet<>();
              Set<String> missing = new HashSet<>();
              asked.forEach(
                  (topic, description) -> {
                    if (isMissing(description)) {
                      missing.add(topic);
                    } else {
                      String name = topic.intern();
                      result(description).partitions().stream()
                          .map(info -> new TopicPartition(name, info.partition()))
                          .forEach(partitions::add);
                    }
                  });
              return new Topics(partitions, missing);
            });
  }

  private CompletionStage<Look> bounds(
      long askedAt, Topics topics, Predicate<TopicPartition> mine, Set<TopicPartition> placed) {
    Set<TopicPartition> partitions =
        topics.partitions().stream().filter(mine).collect(Collectors.toSet());
    Set<TopicPartition> unplaced = new HashSet<>(partitions);
    unplaced.removeAll(placed);
    Map<TopicPartition, KafkaFuture<Long>> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, KafkaFuture<Long>> starts = offsets(unplaced, OffsetSpec.earliest());
    return settled(ends)
        .thenCompose(none -> settled(starts))
        .thenApply(
            none -> {
              Map<TopicPartition, Bounds> bounds = new HashMap<>();
              for (TopicPartition partition : partitions) {
                bounds.put(
                    partition, new Bounds(offset(starts, partition), offset(ends, partition)));
              }
              return new Look(askedAt, bounds, topics.missing());
            });
  }

  private Map<TopicPartition, KafkaFuture<Long>> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, KafkaFuture<Long>> offsets = new HashMap<>();
    if (!partitions.isEmpty()) {
      ListOffsetsResult asked =
          admin.listOffsets(
              partitions.stream().collect(Collectors.toMap(partition -> partition, any -> spec)),
              // The default isolation: the end counts open transactions.
              new ListOffsetsOptions().timeoutMs(TIMEOUT_MILLIS));
      for (TopicPartition partition : partitions) {
        offsets.put(
            partition,
            asked
                .partitionResult(partition)
                .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset));
      }
    }
    return offsets;
  }

  /** One partition without a leader must not hide the others; all without one are a silence. */
  private long offset(Map<TopicPartition, KafkaFuture<Long>> offsets, TopicPartition partition) {
    KafkaFuture<Long> offset = offsets.get(partition);
    if (offset == null) {
      return -1;
    }
    boolean alone = offsets.values().stream().allMatch(KafkaFuture::isCompletedExceptionally);
    try {
      return result(offset);
    } catch (CompletionException e) {
      if (alone || !(e.getCause() instanceof RetriableException)) {
        throw e;
      }
      return -1;
    }
  }

  private static boolean isMissing(KafkaFuture<?> description) {
    if (!description.isCompletedExceptionally()) {
      return false;
    }
    try {
      result(description);
      return false;
    } catch (CompletionException e) {
      return e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException;
    }
  }

  /** Done when all are done, whether they failed or not. */
  private static CompletableFuture<Void> settled(Map<?, ? extends KafkaFuture<?>> futures) {
    return CompletableFuture.allOf(
        futures.values().stream()
            .map(future -> future.toCompletionStage().handle((value, failure) -> null))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  private static <T> T result(KafkaFuture<T> settled) {
    return settled.toCompletionStage().toCompletableFuture().join();
  }
}
