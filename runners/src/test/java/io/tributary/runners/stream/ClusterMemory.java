package io.tributary.runners.stream;

import io.tributary.kit.FlinkCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The most that TaskManagers held in memory, as far as looks at them tell. */
final class ClusterMemory {

  private final FlinkCluster flink;
  private long resident;
  private long metaspace;

  ClusterMemory(FlinkCluster flink) {
    this.flink = flink;
  }

  /** Looks at those of these numbers. */
  void look(List<Integer> taskManagers) {
    for (int index : taskManagers) {
      resident = Math.max(resident, resident(flink.taskManagerPid(index)));
      metaspace = Math.max(metaspace, metaspace(index));
    }
  }

  /** 0 where Flink does not know it just now. */
  private long metaspace(int index) {
    try {
      return flink
          .rest()
          .read(
              "/taskmanagers/taskmanager-"
                  + index
                  + "/metrics?get=Status.JVM.Memory.Metaspace.Used")
          .path(0)
          .path("value")
          .asLong();
    } catch (UncheckedIOException | IllegalStateException notThere) {
      return 0;
    }
  }

  /** 0 where the process is gone, or the system does not say. */
  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "TaskManagers up to %d MB resident, %d MB of metaspace",
        resident >> 20,
        metaspace >> 20);
  }
}
