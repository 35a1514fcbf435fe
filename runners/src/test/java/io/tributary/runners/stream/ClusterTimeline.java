package io.tributary.runners.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done to the cluster and when, line by line, for whoever has to understand a failure. */
final class ClusterTimeline {

  private final Path file;
  private final long start = System.nanoTime();
  private final List<Double> recoveries = new ArrayList<>();
  private long kills;

  ClusterTimeline(Path file) {
    this.file = file;
  }

  void say(String line) {
    String text =
        String.format(
            Locale.ROOT,
            "%6.1f s  %s  %s%n",
            seconds(start),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            line);
    System.out.print(text);
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Something was killed with SIGKILL. */
  void killed(String what) {
    kills++;
    say("KILL " + what);
  }

  /**
   * The stream has written checkpoints again.
   *
   * @param since the time by {@code System.nanoTime} when it was hit
   */
  void recovered(String from, long since, String more) {
    double seconds = seconds(since);
    recoveries.add(seconds);
    say(String.format(Locale.ROOT, "goes on %.1f s after %s; %s", seconds, from, more));
  }

  long kills() {
    return kills;
  }

  String recoveries() {
    List<Double> sorted = recoveries.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "%d, %.1f to %.1f s, median %.1f s",
            sorted.size(),
            sorted.get(0),
            sorted.get(sorted.size() - 1),
            sorted.get(sorted.size() / 2));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
