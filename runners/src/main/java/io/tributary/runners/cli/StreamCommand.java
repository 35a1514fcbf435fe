package io.tributary.runners.cli;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.runners.stream.StreamConfig.Pace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tributary stream}. */
@Command(
    name = "stream",
    description =
        "Follow a Kafka topic: archive every record in the raw store and write the warehouse,"
            + " exactly once.",
    footer = {
      "",
      "It goes on from its newest checkpoint or savepoint by itself. SIGTERM and Ctrl-C stop it",
      "with a savepoint; `tributary stop` and `tributary finish` do so from elsewhere.",
      "",
      "It runs on Flink embedded in this process, or with --flinkMaster=HOST:PORT on a cluster,",
      "where --detach leaves it alone. Beam's pipeline options are passed on, such as",
      "--parallelism=N.",
      "",
      "Exit code 0 when it was stopped or finished, 2 for wrong use (nothing was touched), 1 for",
      "failure (the same command goes on)."
    },
    mixinStandardHelpOptions = true)
public final class StreamCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Kafka's brokers, comma-separated.")
  String bootstrapServers;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      split = ",",
      required = true,
      description = "The topic that is read from its earliest record; several with commas.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "Property of Kafka's clients, such as security.protocol=SSL; no secrets, since it is"
              + " shown and kept in checkpoints.")
  Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties file with more of them, also secrets. It is read where the stream runs, at"
              + " this path on every machine, and what it says is neither shown nor kept.")
  Path kafkaConfig;

  @Option(
      names = "--allow-create-time",
      description = "Take a topic that keeps the producer's time instead of the broker's.")
  boolean allowCreateTime;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      required = true,
      description = "Raw store: every record is archived here; it is made where it does not exist.")
  Path raw;

  @Mixin WarehouseOptions warehouse;

  @Mixin ReferenceOptions references;

  @Mixin RulesOptions rules;

  @Mixin TelemetryArguments telemetry;

  @Mixin LineageOptions lineage;

  @Option(
      names = "--realtime-topic",
      paramLabel = "NAME",
      description = "Send events of some types here right after dedup, as JSON, at least once.")
  String realTimeTopic;

  @Option(
      names = "--realtime-types",
      paramLabel = "TYPE",
      split = ",",
      description = "These types, comma-separated.")
  Set<String> realTimeTypes = new LinkedHashSet<>();

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "NAME",
      description = "Send dead letters here too, as they came.")
  String deadLetterTopic;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description =
          "Where checkpoints are kept; a cluster must reach it. Default: _runs/checkpoints in the"
              + " warehouse folder.")
  Path checkpoints;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "Time between two checkpoints. Default: ${DEFAULT-VALUE}.")
  Duration checkpointInterval;

  @Option(
      names = "--commit-interval",
      paramLabel = "DURATION",
      defaultValue = "PT60S",
      description = "Time between two commits of the tables. Default: ${DEFAULT-VALUE}.")
  Duration commitInterval;

  @Option(
      names = "--archive-interval",
      paramLabel = "DURATION",
      defaultValue = "PT60S",
      description =
          "Time between two files of a partition in the raw store, unless one is full before."
              + " Default: ${DEFAULT-VALUE}.")
  Duration archiveInterval;

  @Option(
      names = "--clock-margin",
      paramLabel = "DURATION",
      defaultValue = "PT5S",
      description = "How far clocks of brokers and workers may differ. Default: ${DEFAULT-VALUE}.")
  Duration clockMargin;

  @Option(
      names = "--source-shards",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many readers share the partitions, for the stream's whole life. Default: as many as"
              + " subtasks at its first start.")
  int shards;

  @Option(
      names = "--rebuild",
      description =
          "Begin without a checkpoint on a warehouse that has rows: state is rebuilt from the raw"
              + " store, and only rows that are not there yet are written.")
  boolean rebuild;

  @Option(
      names = "--detach",
      description = "Leave the job to its cluster once it runs (with --flinkMaster).")
  boolean detach;

  @Unmatched List<String> beamOptions = new ArrayList<>();

  /** Starts it as a plain main class. */
  public static void main(String[] args) {
    Tributary.exit(Tributary.commandLine(new StreamCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    StreamConfig config = config();
    Path folder = Path.of(config.catalog().folder());
    PrintWriter err = spec.commandLine().getErr();
    return new StreamRunner(spec.commandLine().getOut(), err, lineage.lineage(err))
        .run(
            config,
            checkpoints == null ? folder.resolve("_runs").resolve("checkpoints") : checkpoints,
            checkpointInterval,
            beamOptions,
            telemetry.settings(spec.commandLine().getErr()),
            detach);
  }

  private StreamConfig config() throws IOException {
    try {
      if ((realTimeTopic == null) != realTimeTypes.isEmpty()) {
        throw new IllegalArgumentException(
            "--realtime-topic and --realtime-types belong together; give both or none");
      }
      positive("--checkpoint-interval", checkpointInterval);
      positive("--commit-interval", commitInterval);
      positive("--archive-interval", archiveInterval);
      if (shards < 0) {
        throw new IllegalArgumentException("--source-shards must not be negative, was " + shards);
      }
      CatalogConfig catalog = warehouse.config();
      return new StreamConfig(
          kafka(),
          raw.toAbsolutePath().normalize(),
          references.config(),
          catalog,
          rules.rules(),
          realTimeTopic,
          realTimeTypes,
          deadLetterTopic,
          new Pace(commitInterval, archiveInterval, clockMargin),
          shards,
          allowCreateTime,
          rebuild);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private KafkaSettings kafka() {
    if (kafkaConfig != null
        && !(Files.isRegularFile(kafkaConfig) && Files.isReadable(kafkaConfig))) {
      throw new IllegalArgumentException(
          "--kafka-config " + kafkaConfig + " cannot be read; give a properties file");
    }
    return new KafkaSettings(
        bootstrapServers,
        topics,
        new HashMap<>(kafka),
        kafkaConfig == null ? null : kafkaConfig.toAbsolutePath().normalize().toString());
  }

  private static void positive(String option, Duration value) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(option + " must be at least PT1S, was " + value);
    }
  }
}
