package io.tributary.runners.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The Flink cluster that a stream runs on: the one that {@code --flinkMaster} names, else one
 * inside this process.
 */
public final class StreamEngine implements AutoCloseable {

  /** A Flink job keeps it for life: no more subtasks than key groups. */
  private static final int KEY_GROUPS = 128;

  private final FlinkPipelineOptions options;
  private final EmbeddedCluster embedded;
  private final FlinkSubmission submission;

  private StreamEngine(
      FlinkPipelineOptions options, EmbeddedCluster embedded, FlinkSubmission submission) {
    this.options = options;
    this.embedded = embedded;
    this.submission = submission;
  }

  /**
   * Looks whether the options can be used; nothing is started.
   *
   * @param arguments Beam's options, {@code --name=value} or {@code --name value}
   * @throws IllegalArgumentException if Beam knows no such option, or the runner is not Flink's
   */
  public static void check(List<String> arguments) {
    parse(withRunner(arguments));
  }

  private static List<String> withRunner(List<String> arguments) {
    List<String> args = new ArrayList<>(EngineOptions.joined(arguments));
    if (args.stream().noneMatch(arg -> arg.startsWith("--runner"))) {
      args.add("--runner=FlinkRunner");
    }
    return args;
  }

  private static FlinkPipelineOptions parse(List<String> args) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(args.toArray(String[]::new))
            .withValidation()
            .as(FlinkPipelineOptions.class);
    if (options.getRunner() != FlinkRunner.class) {
      throw new IllegalArgumentException(
          "a stream runs on Flink alone; leave --runner out, or give --runner=FlinkRunner");
    }
    return options;
  }

  /**
   * Finds or starts the cluster.
   *
   * @param arguments Beam's options, {@code --name=value} or {@code --name value}
   * @param checkpoints where checkpoints are kept; the cluster must be able to write there
   * @param interval between two checkpoints
   * @param temporary folder for configuration
   * @param spill where an embedded engine keeps its temporary files; it is made when it is needed
   * @throws IllegalArgumentException if Beam knows no such option, or the runner is not Flink's
   */
  public static StreamEngine of(
      List<String> arguments, Path checkpoints, Duration interval, Path temporary, Path spill) {
    List<String> args = withRunner(arguments);
    FlinkPipelineOptions options = parse(args);
    setUp(options, args, interval);
    if (isSubmittedByFlink()) {
      return new StreamEngine(options, null, FlinkSubmission.current());
    }
    EmbeddedCluster embedded = null;
    if (options.getFlinkMaster().equals("[auto]") || options.getFlinkMaster().equals("[local]")) {
      if (options.getParallelism() < 1) {
        options.setParallelism(Runtime.getRuntime().availableProcessors());
      }
      Path configuration = EmbeddedFlink.streaming(temporary, spill, checkpoints);
      options.setFlinkConfDir(configuration.toString());
      embedded = EmbeddedCluster.start(configuration, options.getParallelism());
      options.setFlinkMaster(embedded.address());
      options.setFilesToStage(List.of(EmbeddedFlink.emptyJar(temporary).toString()));
    } else {
      if (options.getFlinkConfDir() == null) {
        options.setFlinkConfDir(EmbeddedFlink.job(temporary, checkpoints).toString());
      }
      if (options.getFilesToStage() == null) {
        options.setFilesToStage(List.of(clusterJar()));
      }
    }
    return new StreamEngine(options, embedded, null);
  }

  /** Whether `flink run`, or Flink's page, has started this program. */
  public static boolean isSubmittedByFlink() {
    return Thread.currentThread()
        .getContextClassLoader()
        .getClass()
        .getName()
        .startsWith("org.apache.flink.");
  }

  /** The jar that a cluster needs, which the build makes beside the others. */
  private static String clusterJar() {
    Path jar = Path.of(System.getProperty("tributary.cluster-jar", "tributary-cluster.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          jar
              + ", the jar for clusters, is not there; build it with `mvn -DskipTests package`, or"
              + " name one with --filesToStage");
    }
    return jar.toString();
  }

  private static void setUp(FlinkPipelineOptions options, List<String> args, Duration interval) {
    options.setStreaming(true);
    options.setCheckpointingInterval(interval.toMillis());
    options.setCheckpointingMode("EXACTLY_ONCE");
    options.setFailOnCheckpointingErrors(true); // the buffers of stable input must not mix
    options.setExternalizedCheckpointsEnabled(true);
    options.setRetainExternalizedCheckpointsOnCancellation(true);
    options.setFinishBundleBeforeCheckpointing(true);
    options.setEnableStableInputDrain(true);
    options.setAttachedMode(false);
    options.setShutdownSourcesAfterIdleMs(0L); // a subtask without a shard must not hold the rest
    if (options.getMaxParallelism() < 1) {
      options.setMaxParallelism(KEY_GROUPS);
    }
    if (!given(args, "--fasterCopy")) {
      options.setFasterCopy(true); // values are immutable: no copy between chained steps
    }
    if (!given(args, "--maxBundleTimeMills")) {
      options.setMaxBundleTimeMills(500L); // the watermark moves on between bundles
    }
    if (!given(args, "--autoWatermarkInterval")) {
      options.setAutoWatermarkInterval(200L);
    }
  }

  private static boolean given(List<String> args, String option) {
    return args.stream().anyMatch(arg -> arg.startsWith(option));
  }

  /**
   * The options of one run.
   *
   * @param jobName what the cluster's page shows
   * @param restore the checkpoint or savepoint it goes on from
   */
  public FlinkPipelineOptions options(String jobName, Optional<String> restore) {
    options.setJobName(jobName);
    if (submission != null) {
      submission.requireRestore(restore);
    } else {
      restore.ifPresent(options::setSavepointPath);
    }
    return options;
  }

  /** How many subtasks each step has. */
  public int parallelism() {
    return Math.max(
        1, submission == null ? options.getParallelism() : submission.parallelism(options));
  }

  /** Whether it ends with this process. */
  public boolean isEmbedded() {
    return embedded != null;
  }

  /** Its jobs. */
  public FlinkJobs jobs() {
    return new FlinkJobs(submission == null ? options.getFlinkMaster() : submission.address());
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
