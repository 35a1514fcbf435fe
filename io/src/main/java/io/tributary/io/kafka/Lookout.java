package io.tributary.io.kafka;

import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers which partitions there are and where they begin and end, without waiting. */
interface Lookout extends AutoCloseable {

  /**
   * Asks, unless a question is under way.
   *
   * @param now the clock
   * @param mine which partitions matter; called from any thread
   * @param placed partitions whose beginning is not of interest any more
   */
  void ask(long now, Predicate<TopicPartition> mine, Set<TopicPartition> placed);

  /**
   * The answer that has come since the last call, or null. A question that failed for a reason that
   * may pass has no answer.
   *
   * @throws UnusableTopic where the brokers refuse
   */
  Look take();

  @Override
  void close();
}
