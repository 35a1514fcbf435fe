package io.tributary.io.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the brokers said about a shard's partitions.
 *
 * @param askedAt the clock when they were asked: whatever was appended before is before the ends
 * @param partitions all of the shard's partitions, as far as their topics are there
 * @param missingTopics topics that the brokers do not know
 */
record Look(long askedAt, Map<TopicPartition, Bounds> partitions, Set<String> missingTopics) {}
