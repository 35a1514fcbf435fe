package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.stream.StreamConfig.Pace;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A stream in this process, with its folders: started, stopped, finished and looked at. Everything
 * is quick: checkpoints, commits and archive files every second, three seconds out of order.
 */
final class EmbeddedStream implements AutoCloseable {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final List<String> topics;
  private final ReferenceConfig references;
  private final Set<String> realTimeTypes = new LinkedHashSet<>();
  private final List<String> said = new ArrayList<>();
  private String realTimeTopic;
  private String deadLetterTopic;
  private boolean allowCreateTime;
  private TelemetrySettings telemetry = TelemetrySettings.OFF;
  private StreamJob job;

  /**
   * @param folder takes its raw store, warehouse and checkpoints
   */
  EmbeddedStream(Path folder, EmbeddedKafka kafka, ReferenceConfig references, String... topics) {
    this.folder = folder;
    this.kafka = kafka;
    this.references = references;
    this.topics = List.of(topics);
  }

  /** Of plain events, without reference data. */
  static EmbeddedStream ofSeen(Path folder, EmbeddedKafka kafka, String... topics)
      throws IOException {
    Path schemas = EmbeddedEvents.schemas(folder.resolve("schemas"));
    return new EmbeddedStream(
        folder, kafka, new ReferenceConfig(schemas, null, null, null, null, false), topics);
  }

  EmbeddedStream publishing(String realTime, Set<String> types, String deadLetters) {
    realTimeTopic = realTime;
    realTimeTypes.addAll(types);
    deadLetterTopic = deadLetters;
    return this;
  }

  EmbeddedStream sendingTelemetry(TelemetrySettings settings) {
    telemetry = settings;
    return this;
  }

  EmbeddedStream allowingCreateTime() {
    allowCreateTime = true;
    return this;
  }

  Path raw() {
    return folder.resolve("raw");
  }

  Path warehouse() {
    return folder.resolve("warehouse");
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** What it was told about its starts. */
  List<String> said() {
    return said;
  }

  StreamJob job() {
    return job;
  }

  static Rules rules() {
    Rules rules = Rules.defaults();
    return new Rules(SECOND, Duration.ofSeconds(3), rules.privacy(), rules.schemas());
  }

  StreamConfig config() {
    return new StreamConfig(
        new KafkaSettings(kafka.servers(), topics, new HashMap<>()),
        raw(),
        references,
        CatalogConfig.embedded(warehouse()),
        rules(),
        realTimeTopic,
        realTimeTypes,
        deadLetterTopic,
        new Pace(SECOND, SECOND, Duration.ofMillis(500)),
        0,
        allowCreateTime,
        false);
  }

  EmbeddedStream start(int parallelism) throws IOException {
    return start(config(), parallelism);
  }

  /** Starts it and waits until it runs. */
  EmbeddedStream start(StreamConfig config, int parallelism) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("conf-" + UUID.randomUUID()));
    job =
        StreamJob.submit(
            config,
            new StreamJob.Place(
                List.of("--parallelism=" + parallelism),
                checkpoints(),
                SECOND,
                temporary,
                folder.resolve("spill"),
                telemetry),
            UUID.randomUUID().toString(),
            said::add);
    await("it runs", () -> state().equals("RUNNING"));
    return this;
  }

  /** Stops it with a savepoint, and ends the cluster. */
  String stop() {
    String savepoint = StreamJob.stop(warehouse(), job.record());
    close();
    return savepoint;
  }

  /** Lets it write everything and end, and ends the cluster. */
  void finish() {
    StreamJob.finish(warehouse(), job.record(), line -> {});
    close();
  }

  /** Ends it without a savepoint, as a crash of everything would. */
  void cancel() {
    job.jobs().cancel(job.id());
    await("it is cancelled", () -> state().equals("CANCELED"));
    close();
  }

  @Override
  public void close() {
    if (job != null) {
      job.close();
      job = null;
    }
  }

  /** The job's state by Flink's names, or nothing. */
  String state() {
    return job.state().orElse("");
  }

  long restarts() {
    return job.jobs().trouble(job.id()).restarts();
  }

  StreamRecord record() {
    return StreamRecord.read(CatalogConfig.embedded(warehouse())).orElseThrow();
  }

  /** Rows of a table that anybody can see now; 0 where it is not there. */
  long rows(String table) {
    if (!Files.exists(warehouse().resolve("catalog.db"))) {
      return 0;
    }
    try (WarehouseTables tables = WarehouseTables.open(CatalogConfig.embedded(warehouse()))) {
      return tables.tables().stream()
          .filter(known -> known.name().equals(table))
          .mapToLong(known -> known.rows())
          .sum();
    }
  }

  void awaitRows(String table, long rows) {
    await(table + " has " + rows + " rows", () -> rows(table) >= rows);
  }

  /** Waits until every row of what was received up to now is committed. */
  void awaitCommitted() {
    long now = System.currentTimeMillis();
    await("rows are committed", () -> record().committedThrough() > now);
  }

  void await(String what, BooleanSupplier reached) {
    await(what, PATIENCE, reached);
  }

  /** Waits for something, unless the job ends over it. */
  void await(String what, Duration patience, BooleanSupplier reached) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Not so after " + patience + ": " + what + "; " + state() + ", " + trouble());
      }
      if (FlinkJobs.isOver(state()) && !reached.getAsBoolean()) {
        throw new AssertionError("It ended before " + what + "; " + state() + ", " + trouble());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private String trouble() {
    return job.jobs().trouble(job.id()).toString();
  }

  /** A replay of all that was archived, closing every session. */
  ReplayConfig replay(Path target) {
    return new ReplayConfig(
        raw(), references, CatalogConfig.embedded(target), DayRange.all(), rules());
  }

  /** By table what a replay of the whole raw store has otherwise; empty where all is the same. */
  List<String> differences(Lake lake) throws IOException {
    Path target = folder.resolve("replayed");
    Runs.flink(replay(target), 1);
    return lake.attach("live", warehouse())
        .attach("replayed", target)
        .differences("live", "replayed");
  }

  /** By coordinate how many of the topics' records are missing in the raw store or there twice. */
  Map<String, Long> unfaithful(Lake lake) {
    Map<String, Long> wrong = new HashMap<>();
    for (String topic : topics) {
      EmbeddedRaw raw = EmbeddedRaw.of(lake, raw(), topic);
      kafka.read(topic).forEach(raw::expect);
      raw.wrong().forEach((what, count) -> wrong.put(topic + ": " + what, count));
    }
    return wrong;
  }
}
