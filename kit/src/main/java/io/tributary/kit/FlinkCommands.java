package io.tributary.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The processes of a Flink cluster, as commands, and their configuration file. */
final class FlinkCommands {

  /** What Flink and its serializers reflect into; the list of a distribution's config.yaml. */
  private static final List<String> OPENS =
      List.of(
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private static final int FRAMEWORK_HEAP = 64;
  private static final int FRAMEWORK_OFF_HEAP = 64;
  private static final int TASK_OFF_HEAP = 64;
  private static final int METASPACE = 256;
  private static final int JVM_OVERHEAD = 128;

  private final Path conf;
  private final Path temporary;
  private final FlinkClusterOptions options;
  private final String classPath = ClassPaths.of("flink");
  private final String logback;

  private FlinkCommands(Path folder, FlinkClusterOptions options) {
    this.conf = folder.resolve("conf");
    this.temporary = folder.resolve("tmp");
    this.options = options;
    this.logback = Logback.write(conf, List.of("org.apache.flink.configuration"));
  }

  /** Writes the configuration. */
  static FlinkCommands write(
      Path folder, int rpc, int rest, int blob, FlinkClusterOptions options) {
    FlinkCommands commands = new FlinkCommands(folder, options);
    Path file = commands.conf.resolve("config.yaml");
    try {
      Files.createDirectories(commands.temporary);
      Files.writeString(
          file,
          commands.configuration(folder, rpc, rest, blob).entrySet().stream()
              .map(one -> one.getKey() + ": '" + one.getValue().replace("'", "''") + "'")
              .collect(Collectors.joining("\n", "", "\n")));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file, failed);
    }
    return commands;
  }

  private Map<String, String> configuration(Path folder, int rpc, int rest, int blob) {
    Map<String, String> all = new TreeMap<>();
    all.put("jobmanager.rpc.address", "127.0.0.1");
    all.put("jobmanager.bind-host", "127.0.0.1");
    all.put("jobmanager.rpc.port", String.valueOf(rpc));
    all.put("rest.address", "127.0.0.1");
    all.put("rest.bind-address", "127.0.0.1");
    all.put("rest.port", String.valueOf(rest));
    all.put("rest.bind-port", String.valueOf(rest));
    all.put("blob.server.port", String.valueOf(blob));
    all.put("taskmanager.host", "127.0.0.1");
    all.put("taskmanager.bind-host", "127.0.0.1");
    all.put("taskmanager.numberOfTaskSlots", String.valueOf(options.slots()));
    all.put("parallelism.default", "1");
    all.put("io.tmp.dirs", temporary.toString());
    all.put("web.upload.dir", folder.resolve("upload").toString());
    all.put("state.checkpoints.dir", folder.resolve("checkpoints").toUri().toString());
    // Without a distribution's scripts every size must be said.
    all.put("taskmanager.cpu.cores", String.valueOf(options.slots()));
    all.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP + "m");
    all.put("taskmanager.memory.framework.off-heap.size", FRAMEWORK_OFF_HEAP + "m");
    all.put("taskmanager.memory.task.heap.size", options.taskHeap() + "m");
    all.put("taskmanager.memory.task.off-heap.size", TASK_OFF_HEAP + "m");
    all.put("taskmanager.memory.managed.size", options.managed() + "m");
    all.put("taskmanager.memory.network.min", options.network() + "m");
    all.put("taskmanager.memory.network.max", options.network() + "m");
    all.put("taskmanager.memory.jvm-metaspace.size", METASPACE + "m");
    all.put("taskmanager.memory.jvm-overhead.min", JVM_OVERHEAD + "m");
    all.put("taskmanager.memory.jvm-overhead.max", JVM_OVERHEAD + "m");
    // A killed process is seen after two beats that find nobody; a busy machine has eight seconds.
    all.put("heartbeat.interval", "500");
    all.put("heartbeat.timeout", "8000");
    all.put("cluster.registration.max-timeout", "1000");
    all.put("cluster.registration.error-delay", "500");
    // A slot whose JobManager is gone is free again after the timeouts of both.
    all.put("taskmanager.slot.timeout", "5 s");
    // Answers about jobs are kept for that long, and tests ask often.
    all.put("web.refresh-interval", "200");
    all.put("restart-strategy.type", "fixed-delay");
    all.put("restart-strategy.fixed-delay.attempts", "1000");
    all.put("restart-strategy.fixed-delay.delay", "1 s");
    // Libraries in a job's jar leave threads behind; only the process's end matters here.
    all.put("classloader.check-leaked-classloader", "false");
    all.putAll(options.flink());
    return all;
  }

  JavaCommand jobManager() {
    return flink(
            "jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint")
        .withJvmOptions(List.of("-Xmx" + options.jobManagerHeap() + "m", "-XX:TieredStopAtLevel=1"))
        .withArguments(List.of("--configDir", conf.toString()));
  }

  JavaCommand taskManager(int index) {
    int direct = FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP + options.network();
    List<String> jvm = new ArrayList<>();
    jvm.add("-Xmx" + (FRAMEWORK_HEAP + options.taskHeap()) + "m");
    // A job whose classes are not let go shows here, as on any cluster.
    jvm.add("-XX:MaxMetaspaceSize=" + METASPACE + "m");
    jvm.add("-XX:MaxDirectMemorySize=" + direct + "m");
    // Beam's deep chains make the compiler inline without end.
    jvm.add("-XX:FreqInlineSize=100");
    jvm.add("-XX:InlineSmallCode=1000");
    jvm.addAll(options.taskManagerJvmOptions());
    return flink("taskmanager-" + index, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner")
        .withJvmOptions(jvm)
        .withArguments(
            List.of(
                "--configDir",
                conf.toString(),
                "-D",
                "taskmanager.resource-id=taskmanager-" + index));
  }

  private JavaCommand flink(String name, String mainClass) {
    return JavaCommand.of(name, classPath, mainClass)
        .withJvmOptions(OPENS)
        .withJvmOptions(
            List.of(
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + temporary,
                // Flink's page shows the file that this names.
                "-Dlog.file=" + conf.resolveSibling("logs").resolve(name + ".log"),
                logback));
  }
}
