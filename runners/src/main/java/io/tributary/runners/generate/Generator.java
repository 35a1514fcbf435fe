package io.tributary.runners.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Makes a story shop's raw store, with the reference data and the counts that a replay of it must
 * find. Under {@link GeneratorOptions#out()}: {@code raw/received_date=YYYY-MM-DD/part-N.parquet},
 * {@code schemas/TYPE/VERSION.json}, {@code profiles/part-0.parquet}, {@code links.csv} and, when
 * all else is there, {@code expected.json}.
 *
 * <p>Every record's fate is decided before its payload is made, and sessions are counted by {@link
 * ReferenceSessions}: nothing of the pipeline's own code has a say in the counts.
 *
 * <p>Two passes: the first plans and spills by time of receipt, the second sorts a slice of time,
 * makes payloads and writes. Memory grows with people, not with events.
 */
public final class Generator {

  /** How often progress is told, in records. */
  private static final int STEP = 1000;

  private Generator() {}

  /**
   * Generates everything.
   *
   * @param progress told the number of records written, now and then and at the end
   * @throws IllegalArgumentException where the folder holds a raw store already
   * @throws IOException where the folder cannot be written to
   */
  public static GeneratorResult run(GeneratorOptions options, LongConsumer progress)
      throws IOException {
    Path out = options.out();
    Path raw = out.resolve("raw");
    if (Files.exists(raw)) {
      throw new IllegalArgumentException(
          "--out " + out + " holds a raw store already; remove it or choose another folder");
    }
    Files.createDirectories(raw);
    Devices devices = new Devices(options);
    SideFiles sideFiles = new SideFiles(options, devices);
    sideFiles.schemas(out.resolve("schemas"));
    sideFiles.profiles(out.resolve("profiles"));
    sideFiles.links(out.resolve("links.csv"));

    Tally tally = new Tally();
    RawLog log = new RawLog(raw);
    long start = options.startDate().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    try (log;
        Spill spill = new Spill(out.resolve(".spill"), start, options.days(), options.events())) {
      new Visits(options, devices, spill).plan();
      Payloads payloads = new Payloads(options, devices);
      for (int bucket = 0; bucket < spill.count(); bucket++) {
        for (Planned plan : spill.sorted(bucket)) {
          tally.add(plan, log.append(plan, payloads));
          if (tally.records % STEP == 0) {
            progress.accept(tally.records);
          }
        }
      }
    }
    tally.finish();
    progress.accept(tally.records);
    GeneratorResult result = result(out, tally, log);
    expected(result, options);
    return result;
  }

  private static GeneratorResult result(Path out, Tally tally, RawLog log) {
    return new GeneratorResult(
        out.resolve("raw"),
        out.resolve("schemas"),
        out.resolve("profiles"),
        out.resolve("links.csv"),
        out.resolve("expected.json"),
        tally.records,
        tally.loaded,
        tally.duplicates,
        tally.deadLetters,
        tally.tables,
        tally.sessions,
        tally.currentSessions,
        tally.late,
        log.endOffsets());
  }

  private static void expected(GeneratorResult result, GeneratorOptions options)
      throws IOException {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("events", options.events());
    given.put("days", options.days());
    given.put("seed", options.seed());
    given.put("start_date", options.startDate().toString());
    given.put("users", options.people());
    given.put("late_percent", options.latePercent());
    given.put("duplicate_percent", options.duplicatePercent());
    given.put("reused_percent", options.reusedPercent());
    given.put("invalid_percent", options.invalidPercent());
    given.put("hostile_percent", options.hostilePercent());
    given.put("bot_percent", options.botPercent());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("options", given);
    json.put("raw_records", result.rawRecords());
    json.put("loaded", result.loaded());
    json.put("duplicates", result.duplicates());
    json.put("dead_letters", result.deadLetters());
    json.put("tables", result.tables());
    json.put("sessions", result.sessions());
    json.put("sessions_current", result.currentSessions());
    json.put("late_events", result.lateEvents());
    json.put("residual", 0);
    json.put("end_offsets", Map.of(RawLog.TOPIC, result.endOffsets()));
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(result.expected().toFile(), json);
  }
}
