package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.io.parquet.RawFileWriter;
import io.tributary.runners.Child;
import io.tributary.runners.Runs;
import io.tributary.runners.cli.ReplayCommand;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client with a million events, in a heap that could not hold them. */
class BotIT {

  private static final int EVENTS = 1_000_000;
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  @TempDir Path folder;

  @Test
  void followsAClientWhoseEventsDoNotFitInMemory() throws Exception {
    try (RawFileWriter raw =
        RawFileWriter.create(folder.resolve("raw/received_date=2026-03-02/part-0.parquet"))) {
      for (int i = 0; i < EVENTS; i++) {
        raw.write(record(i));
      }
    }
    Runs.schema(folder.resolve("schemas"), "page.viewed", "{}");
    Path report = folder.resolve("report.json");
    Set<String> spilled = ConcurrentHashMap.newKeySet();
    try (Child child =
        Child.start(
            ReplayCommand.class,
            folder.resolve("child"),
            List.of("-Xmx400m"),
            List.of(
                "--raw=" + folder.resolve("raw"),
                "--schemas=" + folder.resolve("schemas"),
                "--warehouse=" + folder.resolve("warehouse"),
                "--report=" + report,
                "--parallelism=1"))) {
      // Never true: it only looks on.
      assertThat(child.killWhen(() -> spilled.addAll(sortRuns(child)) && false)).isFalse();
      assertThat(child.await()).as(child.said()).isZero();
    }
    JsonNode summary = JsonMapper.builder().build().readTree(report.toFile());
    // Every tenth is a copy of the one before it.
    assertThat(summary.path("loaded").asLong()).isEqualTo(EVENTS - EVENTS / 10);
    assertThat(summary.path("duplicates").asLong()).isEqualTo(EVENTS / 10);
    assertThat(summary.path("sessions").asLong()).isEqualTo(1);
    assertThat(summary.path("residual").asLong()).isZero();
    if (Files.isDirectory(Path.of("/proc/self/fd"))) {
      assertThat(spilled).as("sort runs on disk").hasSizeGreaterThan(10);
    }
  }

  /** Twenty a second from morning to evening, none of them thirty minutes from the last. */
  private static RawRecord record(int number) {
    int event = number % 10 == 9 ? number - 1 : number;
    String time = Instant.ofEpochMilli(START + event * 50L).toString();
    String payload =
        "{\"event_id\":\"e"
            + event
            + "\",\"event_type\":\"page.viewed\",\"anonymous_id\":\"bot\",\"timestamp\":\""
            + time
            + "\"}";
    return new RawRecord(
        new Coordinate("events", 0, number),
        START + number * 50L,
        null,
        List.of(),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Files of a sort have no name any more, but Linux tells which are open. */
  private static Set<String> sortRuns(Child child) {
    Set<String> runs = ConcurrentHashMap.newKeySet();
    try (Stream<Path> open = Files.list(Path.of("/proc", child.process().pid() + "", "fd"))) {
      for (Path file : open.toList()) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.contains("tributary-sort")) {
          runs.add(target);
        }
      }
    } catch (IOException e) {
      return runs; // closed meanwhile, or no Linux
    }
    return runs;
  }
}
