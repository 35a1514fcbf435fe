package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.kit.FlinkRest;
import io.tributary.runners.Child;
import io.tributary.runners.cli.Tributary;
import io.tributary.runners.engine.FlinkJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A stream on a cluster, started and ended by the command line in processes of its own. */
final class ClusterStream {

  /** Where everything of it is. */
  record Folders(Path home) {
    Path raw() {
      return home.resolve("raw");
    }

    Path warehouse() {
      return home.resolve("warehouse");
    }

    Path checkpoints() {
      return home.resolve("checkpoints");
    }

    /** The catalog of its warehouse. */
    CatalogConfig catalog() {
      return CatalogConfig.embedded(warehouse());
    }
  }

  /** What a command said and how it ended. */
  record Said(int exitCode, String text) {}

  private final Folders folders;
  private final String flink;
  private final FlinkRest rest;
  private final List<String> options;
  private final Path jar;
  private int commands;

  /**
   * @param flink the cluster's REST interface, {@code HOST:PORT}
   * @param options of the command {@code stream}, without those that say where it runs
   */
  ClusterStream(Folders folders, String flink, FlinkRest rest, List<String> options)
      throws IOException {
    this.folders = folders;
    this.flink = flink;
    this.rest = rest;
    this.options = options;
    this.jar = clusterJar();
  }

  /** The jar that the build makes, or the one that {@code -Dtributary.cluster-jar} names. */
  private static Path clusterJar() throws IOException {
    String named = System.getProperty("tributary.cluster-jar");
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    PathMatcher isIt =
        FileSystems.getDefault().getPathMatcher("glob:tributary-runners-*-cluster.jar");
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> isIt.matches(file.getFileName()))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("No jar for clusters in target: run mvn package"))
          .toAbsolutePath();
    }
  }

  Folders folders() {
    return folders;
  }

  /** Starts {@code tributary stream --detach}; it ends once the cluster has the job. */
  Child submit(int parallelism, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("stream");
    arguments.addAll(options);
    arguments.add("--raw=" + folders.raw());
    arguments.add("--warehouse=" + folders.warehouse());
    arguments.add("--checkpoint-dir=" + folders.checkpoints());
    arguments.add("--flinkMaster=" + flink);
    arguments.add("--parallelism=" + parallelism);
    arguments.add("--detach");
    arguments.addAll(List.of(more));
    return command(arguments);
  }

  /** {@code tributary stop}. */
  Said stop() throws IOException, InterruptedException {
    return said(command(List.of("stop", "--warehouse=" + folders.warehouse())));
  }

  /** {@code tributary finish}. */
  Said finish() throws IOException, InterruptedException {
    return said(command(List.of("finish", "--warehouse=" + folders.warehouse())));
  }

  /** Waits for its end. */
  static Said said(Child command) throws IOException, InterruptedException {
    try (command) {
      return new Said(command.await(), command.said());
    }
  }

  private Child command(List<String> arguments) throws IOException {
    return Child.start(
        Tributary.class,
        folders.home().resolve("commands").resolve(++commands + "-" + arguments.get(0)),
        // It lives for seconds only.
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dtributary.cluster-jar=" + jar),
        arguments);
  }

  /** The jobs of the cluster that are not over. */
  List<String> jobs() {
    return rest.jobs().entrySet().stream()
        .filter(job -> !FlinkJobs.isOver(job.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The stream's progress; empty before its first start. */
  Optional<StreamRecord> record() {
    return StreamRecord.read(folders.catalog());
  }

  /** Where its checkpoints and savepoints are. */
  Path ownCheckpoints() {
    return folders.checkpoints().resolve(record().orElseThrow().stream());
  }

  /** The newest append's number, or -1. */
  long sequence() {
    return record().map(StreamRecord::sequence).orElse(-1L);
  }

  /** Checkpoints that a job has completed since it was submitted. */
  long checkpoints(String job) {
    return count(job, "completed");
  }

  /** Checkpoints that are on their way. */
  long checkpointsUnderWay(String job) {
    return count(job, "in_progress");
  }

  /** Checkpoints that have failed. */
  long checkpointsFailed(String job) {
    return count(job, "failed");
  }

  private long count(String job, String what) {
    return rest.read("/jobs/" + job + "/checkpoints").path("counts").path(what).asLong();
  }

  /** Whether every task of a job runs. */
  boolean runs(String job) {
    return rest.runs(job);
  }

  /** How often Flink has restarted a job, and the first lines of the last reason. */
  String troubles(String job) {
    var entries =
        rest.read("/jobs/" + job + "/exceptions?maxExceptions=50")
            .path("exceptionHistory")
            .path("entries");
    if (entries.isEmpty()) {
      return "no restart";
    }
    String trace = entries.get(0).path("stacktrace").asText();
    return entries.size()
        + " restarts, the last after "
        + trace.lines().findFirst().orElse("")
        + trace
            .lines()
            .filter(line -> line.startsWith("Caused by: "))
            .reduce((first, last) -> last)
            .map(cause -> " / " + cause)
            .orElse("");
  }

  /** Visible or hidden files below a folder whose names match; none while one just goes away. */
  static long files(Path folder, String regex) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.getFileName().toString().matches(regex)).count();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }
}
