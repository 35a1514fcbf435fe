package io.tributary.runners;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.parquet.RawFileWriter;
import io.tributary.runners.cli.TemporaryFolder;
import io.tributary.runners.engine.EngineOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.Replay;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplayListener;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Replays inside this process. */
public final class Runs {

  private static final long DAY = 86_400_000L;

  private Runs() {}

  /** Everything the generator made, all days, without a geo database. */
  public static ReplayConfig of(GeneratorResult made, Path warehouse) {
    return new ReplayConfig(
        made.raw(),
        new ReferenceConfig(made.schemas(), made.profiles(), null, made.links(), null, false),
        CatalogConfig.embedded(warehouse),
        DayRange.all(),
        Rules.defaults());
  }

  /** Raw records and schemas alone, all days. */
  public static ReplayConfig of(Path raw, Path schemas, Path warehouse) {
    return new ReplayConfig(
        raw,
        new ReferenceConfig(schemas, null, null, null, null, false),
        CatalogConfig.embedded(warehouse),
        DayRange.all(),
        Rules.defaults());
  }

  public static ReplayConfig withRaw(ReplayConfig config, Path raw) {
    return with(config, raw, config.references(), config.days(), config.rules());
  }

  public static ReplayConfig withGeo(ReplayConfig config, Path geo) {
    ReferenceConfig old = config.references();
    ReferenceConfig references =
        new ReferenceConfig(
            old.schemas(), old.profiles(), geo, old.links(), old.userAgentRules(), old.latest());
    return with(config, config.raw(), references, config.days(), config.rules());
  }

  public static ReplayConfig withDays(ReplayConfig config, DayRange days) {
    return with(config, config.raw(), config.references(), days, config.rules());
  }

  public static ReplayConfig withRules(ReplayConfig config, Rules rules) {
    return with(config, config.raw(), config.references(), config.days(), rules);
  }

  private static ReplayConfig with(
      ReplayConfig config, Path raw, ReferenceConfig references, DayRange days, Rules rules) {
    return new ReplayConfig(raw, references, config.catalog(), days, rules);
  }

  /** On embedded Flink. */
  public static ReplaySummary flink(ReplayConfig config, int parallelism) throws IOException {
    return run(config, List.of("--runner=FlinkRunner", "--parallelism=" + parallelism));
  }

  /** On the DirectRunner: starts at once, but holds everything in memory. */
  public static ReplaySummary direct(ReplayConfig config) throws IOException {
    return run(config, List.of("--runner=DirectRunner", "--targetParallelism=2"));
  }

  private static ReplaySummary run(ReplayConfig config, List<String> options) throws IOException {
    Path temporary = Files.createTempDirectory("tributary-test-");
    try {
      return new Replay(config, UUID.randomUUID().toString(), ReplayListener.NONE)
          .run(EngineOptions.of(options, temporary, temporary));
    } finally {
      delete(temporary);
    }
  }

  /** Writes a raw store: a file for each day. */
  public static void write(Path raw, List<RawRecord> records) throws IOException {
    Map<Long, List<RawRecord>> byDay =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    record -> Math.floorDiv(record.receivedAt(), DAY),
                    TreeMap::new,
                    Collectors.toList()));
    for (Map.Entry<Long, List<RawRecord>> day : byDay.entrySet()) {
      Path folder = raw.resolve("received_date=" + LocalDate.ofEpochDay(day.getKey()));
      try (RawFileWriter writer = RawFileWriter.create(folder.resolve("part-0.parquet"))) {
        for (RawRecord record : day.getValue()) {
          writer.write(record);
        }
      }
    }
  }

  /** Writes one schema. */
  public static void schema(Path schemas, String type, String text) throws IOException {
    Path folder = Files.createDirectories(schemas.resolve(type));
    Files.writeString(folder.resolve("1-0-0.json"), text);
  }

  /** Deletes a folder and all in it. */
  public static void delete(Path folder) throws IOException {
    TemporaryFolder.delete(folder);
  }
}
