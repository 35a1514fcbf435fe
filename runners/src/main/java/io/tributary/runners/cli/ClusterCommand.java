package io.tributary.runners.cli;

import io.tributary.kit.ClusterKit;
import io.tributary.kit.FlinkClusterOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary cluster}. */
@Command(
    name = "cluster",
    description =
        "Start a Kafka broker and a Flink cluster on loopback, to try things out, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(200);

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".tributary/cluster",
      description =
          "Folder for the broker's data, checkpoints and logs. Default: ${DEFAULT-VALUE}.")
  Path out;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many TaskManagers. Default: ${DEFAULT-VALUE}.")
  int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slots of each. Default: ${DEFAULT-VALUE}.")
  int slots;

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "1200",
      description = "Task heap of each, in MB. Default: ${DEFAULT-VALUE}.")
  int heap;

  @Option(
      names = "--flink",
      paramLabel = "KEY=VALUE",
      description = "Flink's configuration, such as state.backend.type=rocksdb.")
  Map<String, String> flink = new LinkedHashMap<>();

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "Option of the TaskManagers' JVMs, such as -Dname=value; repeat it for more.")
  List<String> jvm = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter screen = spec.commandLine().getOut();
    FlinkClusterOptions options =
        FlinkClusterOptions.of(taskManagers, slots)
            .withJobManagerHeap(512)
            .withTaskManagerMemory(heap, managed(), 64 * Math.max(1, slots / 2));
    for (Map.Entry<String, String> entry : flink.entrySet()) {
      options = options.withFlink(entry.getKey(), entry.getValue());
    }
    for (String option : jvm) {
      options = options.withTaskManagerJvmOption(option);
    }
    spec.commandLine().getErr().println("Starting a broker and a cluster, logs in " + out);
    spec.commandLine().getErr().flush();
    try (Interruption interruption = Interruption.listen();
        ClusterKit kit = ClusterKit.start(out.toAbsolutePath(), options)) {
      screen.println("--bootstrap-servers=" + kit.kafka().bootstrapServers());
      screen.println("--flinkMaster=" + kit.flink().restAddress());
      screen.println("Flink's page: " + kit.flink().restUrl());
      screen.flush();
      while (!interruption.isAsked()) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    return 0;
  }

  /** RocksDB lives in managed memory; the heap backend needs none. */
  private int managed() {
    return "rocksdb".equals(flink.get("state.backend.type")) ? 256 * slots : 16;
  }
}
