package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.schemas.rules.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What a stream is asked to do.
 *
 * @param kafka where records come from
 * @param raw folder that they are archived in
 * @param references schemas and reference data
 * @param catalog where the tables are
 * @param rules the settings that change rows
 * @param realTimeTopic where events of some types go right after dedup, or null
 * @param realTimeTypes these types
 * @param deadLetterTopic where dead letters go too, or null
 * @param pace how often things are done
 * @param shards how many readers share the partitions; 0 for as many as there are subtasks
 * @param allowCreateTime whether a topic without broker append time is taken
 * @param rebuild whether it begins without state on a warehouse that has rows
 */
public record StreamConfig(
    KafkaSettings kafka,
    Path raw,
    ReferenceConfig references,
    CatalogConfig catalog,
    Rules rules,
    String realTimeTopic,
    Set<String> realTimeTypes,
    String deadLetterTopic,
    Pace pace,
    int shards,
    boolean allowCreateTime,
    boolean rebuild) {

  /**
   * How often things are done.
   *
   * @param commit between two commits of the tables
   * @param archive between two files of a partition in the raw store, where it is quiet
   * @param clockMargin by how much the watermark trails what was received
   */
  public record Pace(Duration commit, Duration archive, Duration clockMargin) {

    /** Tables and raw store each minute, five seconds behind. */
    public static Pace defaults() {
      return new Pace(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(5));
    }
  }

  /** The same on its warehouse's state. */
  public StreamConfig rebuilt() {
    return new StreamConfig(
        kafka,
        raw,
        references,
        catalog,
        rules,
        realTimeTopic,
        realTimeTypes,
        deadLetterTopic,
        pace,
        shards,
        allowCreateTime,
        true);
  }
}
