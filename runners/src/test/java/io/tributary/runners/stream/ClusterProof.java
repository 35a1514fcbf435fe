package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.runners.Lake;
import io.tributary.runners.compare.Comparison;
import io.tributary.runners.compare.ComparisonText;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * That nothing is lost, doubled or half there, read by DuckDB from the files themselves: by code
 * that has nothing to do with what wrote them.
 */
final class ClusterProof implements AutoCloseable {

  private final Path raw;
  private final Lake lake;

  private ClusterProof(Path raw, Lake lake) {
    this.raw = raw;
    this.lake = lake;
  }

  /**
   * @param raw the raw store that the stream wrote
   */
  static ClusterProof of(Path raw) throws IOException {
    ClusterProof proof = new ClusterProof(raw, Lake.open());
    // Short commits make many small files.
    proof.lake.run("SET memory_limit = '1GB'; SET preserve_insertion_order = false");
    // Every file that a reader may see must be whole, or this fails.
    proof.lake.run(
        "CREATE TABLE raw AS SELECT topic, \"partition\" AS p, \"offset\" AS o, received_at,"
            + " coalesce(md5(payload), '') AS md5, filename"
            + " FROM read_parquet(["
            + visible(raw).stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "))
            + "], filename = true, hive_partitioning = false)");
    return proof;
  }

  /** What readers of a raw store take for its files: names that begin with neither . nor _. */
  private static List<Path> visible(Path raw) throws IOException {
    try (Stream<Path> files = Files.walk(raw)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().matches("[._].*"))
          .toList();
    }
  }

  /** How many records the raw store holds. */
  long records() {
    return lake.count("SELECT * FROM raw");
  }

  /** The raw store holds what the topic holds, each record once and in its day's folder. */
  void rawStoreHolds(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = ends(admin, topic, partitions);
    Map<Integer, Long> counted = new TreeMap<>();
    ends.forEach((partition, end) -> counted.put(partition, count(partition)));
    assertThat(counted).as("records by partition against the topic's end offsets").isEqualTo(ends);
    assertThat(lake.ask("SELECT p, o FROM raw GROUP BY p, o HAVING count(*) <> 1 LIMIT 10"))
        .as("coordinates that stand in the raw store more than once")
        .isEmpty();
    assertThat(lake.ask("SELECT p, min(o), max(o) - count(*) FROM raw GROUP BY p ORDER BY p"))
        .as("partition, first offset, last offset less the count: no gap")
        .allMatch(line -> line.endsWith("|0|-1"));
    assertThat(
            lake.ask(
                "SELECT filename FROM raw WHERE topic <> '"
                    + topic
                    + "' OR filename NOT LIKE '%/received_date=' ||"
                    + " strftime(received_at, '%Y-%m-%d') || '/%' LIMIT 10"))
        .as("files with records of another topic or day")
        .isEmpty();
  }

  private long count(int partition) {
    return lake.count("SELECT * FROM raw WHERE p = " + partition);
  }

  private static Map<Integer, Long> ends(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = new TreeMap<>();
    admin
        .listOffsets(
            IntStream.range(0, partitions)
                .boxed()
                .collect(
                    Collectors.toMap(
                        number -> new TopicPartition(topic, number),
                        number -> OffsetSpec.latest())))
        .all()
        .get()
        .forEach((partition, info) -> ends.put(partition.partition(), info.offset()));
    return ends;
  }

  /** Every record that the broker has acknowledged is in the raw store with the bytes sent. */
  void rawStoreHolds(Path ledger) {
    lake.run(
        "CREATE TABLE sent AS SELECT * FROM read_csv('"
            + ledger
            + "', header = false, columns = {'p': 'INT', 'o': 'BIGINT', 'md5': 'VARCHAR'})");
    assertThat(
            lake.ask(
                "SELECT p, o FROM (SELECT p, o, coalesce(md5, '') FROM sent"
                    + " EXCEPT ALL SELECT p, o, md5 FROM raw) LIMIT 10"))
        .as("coordinates that were acknowledged and are not in the raw store as they were sent")
        .isEmpty();
  }

  /** Every raw record is one row of one table, and of one terminal state. */
  void everyRecordIsOneRow(String name, Path warehouse) {
    lake.attach(name, warehouse);
    lake.run("CREATE TABLE rows_" + name + " (topic VARCHAR, p INT, o BIGINT)");
    List<String> tables = new ArrayList<>(lake.eventTables(name));
    tables.addAll(List.of("dead_letters", "duplicates"));
    for (String table : tables) {
      lake.run(
          String.format(
              "INSERT INTO rows_%s SELECT kafka_topic, kafka_partition, kafka_offset FROM %s.%s",
              name, name, table));
    }
    assertThat(lake.count("SELECT * FROM rows_" + name))
        .as("rows by terminal state in all: " + states(name))
        .isEqualTo(records());
    assertThat(
            lake.ask(
                "(SELECT 'missing', p, o FROM (SELECT topic, p, o FROM raw EXCEPT ALL SELECT * FROM"
                    + " rows_"
                    + name
                    + ") LIMIT 10) UNION ALL (SELECT 'too many', p, o FROM (SELECT * FROM rows_"
                    + name
                    + " EXCEPT ALL SELECT topic, p, o FROM raw) LIMIT 10)"))
        .as("raw records without a row, and rows without a raw record")
        .isEmpty();
  }

  /** Rows by terminal state, in words. */
  String states(String name) {
    return lake.count(lake.allEvents(name, "1"))
        + " events, "
        + lake.rows(name).getOrDefault("dead_letters", 0L)
        + " dead letters, "
        + lake.rows(name).getOrDefault("duplicates", 0L)
        + " duplicates, "
        + lake.rows(name).getOrDefault("sessions", 0L)
        + " sessions";
  }

  /** Two warehouses hold the same rows in all columns: by DuckDB, and by the product's own word. */
  void sameRows(Path live, Path replayed) {
    assertThat(
            lake.attach("live", live).attach("replayed", replayed).differences("live", "replayed"))
        .as("tables that differ between stream and replay")
        .isEmpty();
    Comparison comparison =
        Comparison.of(
            CatalogConfig.embedded(live), CatalogConfig.embedded(replayed), DayRange.all());
    assertThat(comparison.differs()).as(ComparisonText.of(comparison)).isFalse();
  }

  /** The stream has come to its end, and no row came behind its watermark. */
  static void isFinished(CatalogConfig catalog) {
    StreamRecord record = StreamRecord.read(catalog).orElseThrow();
    assertThat(record.state()).isEqualTo(StreamRecord.State.FINISHED);
    assertThat(record.committedThrough()).isEqualTo(Long.MAX_VALUE);
    assertThat(record.behindDays()).as("days with rows behind the watermark").isEmpty();
  }

  @Override
  public void close() {
    lake.close();
  }
}
