package io.tributary.runners.lineage;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.transforms.partition.DayRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;

/**
 * A run of a job as lineage knows it. The job is what keeps writing a warehouse from an input, so
 * its name holds the warehouse; the run is one launch of it.
 *
 * @param kind what the job does
 * @param run the run's id
 * @param inputs what it reads
 * @param archive the raw store that it writes beside the tables; null for a replay
 * @param catalog where its tables are
 * @param days what a replay computes anew; null for a stream
 * @param runFolder folder of the data files that belong to this run alone; null for a stream
 */
public record LineageJob(
    Kind kind,
    UUID run,
    List<Dataset> inputs,
    Dataset archive,
    CatalogConfig catalog,
    DayRange days,
    String runFolder) {

  static final String NAMESPACE = "tributary";

  /** What a job does. */
  public enum Kind {
    REPLAY("replay", "BATCH"),
    STREAM("stream", "STREAMING");

    private final String word;
    private final String processing;

    Kind(String word, String processing) {
      this.word = word;
      this.processing = processing;
    }

    String processing() {
      return processing;
    }
  }

  /**
   * Data by OpenLineage's naming: the source's address, and the name inside of it.
   *
   * @see <a href="https://openlineage.io/docs/spec/naming">OpenLineage's naming</a>
   */
  public record Dataset(String namespace, String name) {}

  /**
   * A replay.
   *
   * @param runId the name that its commits have
   */
  public static LineageJob replay(ReplayConfig config, String runId) {
    return new LineageJob(
        Kind.REPLAY,
        uuid(runId),
        List.of(folder(config.raw())),
        null,
        config.catalog(),
        config.days(),
        runId);
  }

  /**
   * A stream from one submission to its stop.
   *
   * @param jobId Flink's name for the submission
   */
  public static LineageJob stream(StreamConfig config, String jobId) {
    String broker = config.kafka().bootstrapServers().split(",")[0].strip();
    return new LineageJob(
        Kind.STREAM,
        uuid(jobId),
        config.kafka().topics().stream()
            .map(topic -> new Dataset("kafka://" + broker, topic))
            .toList(),
        folder(config.raw()),
        config.catalog(),
        null,
        null);
  }

  private static Dataset folder(Path path) {
    return new Dataset("file", path.toAbsolutePath().normalize().toString());
  }

  private static UUID uuid(String id) {
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  String name() {
    return kind.word + ":" + catalog.folder();
  }

  /** A table by name. */
  Dataset table(String name) {
    String location =
        catalog.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, catalog.folder());
    return new Dataset(
        location.startsWith("/") ? "file://" + location : location,
        catalog.namespace() + "." + name);
  }
}
