package io.tributary.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The size and the configuration of a {@link FlinkCluster}. Sizes are in MiB.
 *
 * @param taskManagers how many TaskManagers start with it
 * @param slots slots of each
 * @param jobManagerHeap heap of the JobManager
 * @param taskHeap heap of each TaskManager for its tasks; 64 more are Flink's own
 * @param managed memory of each TaskManager outside the heap for RocksDB
 * @param network network buffers of each TaskManager
 * @param flink Flink's own options, over those of the kit
 * @param taskManagerJvmOptions options of the TaskManagers' JVMs after those of the kit
 */
public record FlinkClusterOptions(
    int taskManagers,
    int slots,
    int jobManagerHeap,
    int taskHeap,
    int managed,
    int network,
    Map<String, String> flink,
    List<String> taskManagerJvmOptions) {

  public FlinkClusterOptions {
    if (taskManagers < 1 || slots < 1) {
      throw new IllegalArgumentException(
          "A cluster has at least one TaskManager and one slot, was "
              + taskManagers
              + " and "
              + slots);
    }
    flink = Map.copyOf(flink);
    taskManagerJvmOptions = List.copyOf(taskManagerJvmOptions);
  }

  /** A cluster for small jobs: 320 MiB of heap and 64 MiB of managed memory per TaskManager. */
  public static FlinkClusterOptions of(int taskManagers, int slots) {
    return new FlinkClusterOptions(taskManagers, slots, 256, 320, 64, 32, Map.of(), List.of());
  }

  /** The same with other sizes per TaskManager. */
  public FlinkClusterOptions withTaskManagerMemory(int taskHeap, int managed, int network) {
    return new FlinkClusterOptions(
        taskManagers,
        slots,
        jobManagerHeap,
        taskHeap,
        managed,
        network,
        flink,
        taskManagerJvmOptions);
  }

  /** The same with another heap for the JobManager, where the mains of submitted jars run. */
  public FlinkClusterOptions withJobManagerHeap(int jobManagerHeap) {
    return new FlinkClusterOptions(
        taskManagers,
        slots,
        jobManagerHeap,
        taskHeap,
        managed,
        network,
        flink,
        taskManagerJvmOptions);
  }

  /** The same with an option of Flink's, such as state.backend.type. */
  public FlinkClusterOptions withFlink(String option, String value) {
    Map<String, String> more = new LinkedHashMap<>(flink);
    more.put(option, value);
    return new FlinkClusterOptions(
        taskManagers,
        slots,
        jobManagerHeap,
        taskHeap,
        managed,
        network,
        more,
        taskManagerJvmOptions);
  }

  /** The same with an option of the TaskManagers' JVMs, such as -Dname=value. */
  public FlinkClusterOptions withTaskManagerJvmOption(String option) {
    List<String> more = new ArrayList<>(taskManagerJvmOptions);
    more.add(option);
    return new FlinkClusterOptions(
        taskManagers, slots, jobManagerHeap, taskHeap, managed, network, flink, more);
  }
}
