package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tributary.runners.telemetry.TelemetrySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live demo with its own broker and engine, small. */
class LiveDemoIT {

  @TempDir Path out;

  @Test
  void provesThatLiveEqualsReplayAndLeavesNothingRunning() throws IOException {
    Set<Long> before = children();
    StringWriter screen = new StringWriter();
    StringWriter err = new StringWriter();
    LiveDemo demo =
        new LiveDemo(
            out,
            new LiveDemo.Load(200, 5),
            List.of(),
            TelemetrySettings.OFF,
            ClientSpans.NONE,
            new PrintWriter(screen, true),
            new PrintWriter(err, true));
    int exitCode = demo.run(null);
    assertThat(exitCode).as(err.toString() + screen).isZero();
    assertThat(screen.toString())
        .contains("rows live | rows replayed", "events_page_viewed", "dead_letters", "sessions")
        .contains("ok    1,000 records were sent")
        .contains("ok    0 rows differ")
        .doesNotContain("WRONG");
    assertThat(err.toString())
        .contains("Starting a Kafka broker", "Finished (every session is closed");
    assertThat(children()).isSubsetOf(before);
    assertThatCode(demo::check).as("the folder can be used again").doesNotThrowAnyException();
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
