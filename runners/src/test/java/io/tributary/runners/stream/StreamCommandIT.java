package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.StreamRecord;
import io.tributary.runners.Child;
import io.tributary.runners.Lake;
import io.tributary.runners.cli.Said;
import io.tributary.runners.cli.Tributary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user gives them, each stream in a process of its own. */
class StreamCommandIT {

  private static final String TOPIC = "it-command";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir Path folder;

  private EmbeddedStream stream;

  private List<String> common() {
    return List.of(
        "--raw",
        stream.raw().toString(),
        "--schemas",
        folder.resolve("schemas").toString(),
        "--warehouse",
        stream.warehouse().toString(),
        "--session-gap=PT1S",
        "--max-out-of-order=PT3S");
  }

  private Child launch(String name) throws IOException {
    List<String> args = new ArrayList<>(List.of("stream"));
    args.addAll(List.of("--bootstrap-servers", BROKER.kafka().servers(), "--topic", TOPIC));
    args.addAll(common());
    args.addAll(List.of("--checkpoint-interval=PT1S", "--commit-interval=PT1S"));
    args.add("--lineage=" + folder.resolve("lineage.ndjson"));
    args.addAll(List.of("--archive-interval=PT1S", "--clock-margin=PT0.5S", "--parallelism=1"));
    return Child.start(
        Tributary.class,
        folder.resolve(name),
        List.of("-Xmx600m", "-XX:TieredStopAtLevel=1"),
        args);
  }

  private void send(int from, int to) {
    for (int i = from; i < to; i++) {
      BROKER.kafka().send(TOPIC, i % 2, "c", seen("e" + i, "c" + i % 3, Instant.now()));
    }
    BROKER.kafka().flush();
  }

  private static void await(Child child, String what, BooleanSupplier reached) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (!child.process().isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("Not so: " + what + "; " + child.said());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static boolean says(Child child, String text) {
    try {
      return child.said().contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stopsOnASignalGoesOnAndIsFinishedFromElsewhere() throws Exception {
    BROKER.kafka().create(TOPIC, 2);
    stream = EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC);
    send(0, 30);
    try (Child child = launch("first")) {
      await(child, "it runs", () -> says(child, "Streaming as job"));
      child.process().destroy(); // SIGTERM, maybe before all tasks are at work
      assertThat(child.await()).as(child.said()).isZero();
      assertThat(child.said())
          .contains("Starting at the earliest records", "Streaming as job", "Stopping")
          .contains("Stopped; the same command goes on from ")
          .doesNotContain("Exception", "\tat ");
    }
    assertThat(stream.record().state()).isEqualTo(StreamRecord.State.STOPPED);
    Said stopped = Said.by("stop", "--warehouse", stream.warehouse().toString());
    assertThat(stopped.exitCode()).isEqualTo(2);
    assertThat(stopped.err()).contains("does not run", "tributary stream");

    send(30, 60);
    try (Child child = launch("second")) {
      await(child, "it runs", () -> says(child, "Streaming as job"));
      await(child, "rows are there", () -> stream.rows(TABLE) == 60);
      Said open = replay("--to", Instant.now().plusSeconds(86_400).toString().substring(0, 10));
      assertThat(open.exitCode()).as(open.err()).isEqualTo(2);
      assertThat(open.err()).contains("--to");
      Said all = replay();
      assertThat(all.exitCode()).as(all.err()).isEqualTo(2);
      assertThat(all.err()).contains("--to");

      Said finished = Said.by("finish", "--warehouse", stream.warehouse().toString());
      assertThat(finished.exitCode()).as(finished.err()).isZero();
      assertThat(finished.out()).contains("Finished: every session is closed");
      assertThat(child.await()).as(child.said()).isZero();
      assertThat(child.said())
          .contains("Going on from ", "Finished: every session is closed")
          .doesNotContain("Exception", "\tat ");
    }
    Said again = Said.by("finish", "--warehouse", stream.warehouse().toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("was finished").doesNotContain("goes on");
    try (Child child = launch("third")) {
      assertThat(child.await()).as(child.said()).isEqualTo(2);
      assertThat(child.said()).contains("was finished").doesNotContain("Going on");
    }
    assertThat(Files.readAllLines(folder.resolve("lineage.ndjson")))
        .extracting(event -> event.replaceAll(".*\"eventType\":\"([A-Z]+)\".*", "$1"))
        .containsExactly("START", "COMPLETE", "START", "COMPLETE");
    try (Lake lake = Lake.open()) {
      assertThat(stream.differences(lake)).isEmpty();
      assertThat(stream.unfaithful(lake)).isEmpty();
      assertThat(lake.rows("live")).containsEntry(TABLE, 60L);
    }
  }

  private Said replay(String... more) {
    List<String> args = new ArrayList<>(List.of("replay"));
    args.addAll(common());
    args.addAll(List.of(more));
    return Said.by(args);
  }
}
