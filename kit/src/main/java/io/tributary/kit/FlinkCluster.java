package io.tributary.kit;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A standalone Flink session cluster on 127.0.0.1: a JobManager and TaskManagers in processes of
 * their own, without high availability. Its class path has Flink alone, so a job's jar must bring
 * all else.
 *
 * <p>TaskManagers are known by the order of their starts: the first is 0, and one that is started
 * after others gets the next number, whether or not those live.
 *
 * <p>A JobManager that is killed forgets its jobs: submit them again from their newest checkpoint.
 */
public final class FlinkCluster implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final Path folder;
  private final FlinkClusterOptions options;
  private final FlinkCommands commands;
  private final String restAddress;
  private final FlinkRest rest;
  private final List<JavaProcess> taskManagers = new ArrayList<>();
  private JavaProcess jobManager;

  private FlinkCluster(Path folder, FlinkClusterOptions options) {
    this.folder = folder.toAbsolutePath();
    this.options = options;
    List<Integer> ports = FreePorts.choose(3);
    this.commands =
        FlinkCommands.write(this.folder, ports.get(0), ports.get(1), ports.get(2), options);
    this.restAddress = "127.0.0.1:" + ports.get(1);
    this.rest = new FlinkRest(restUrl());
  }

  /**
   * Starts a cluster and waits until all its slots are there: five to ten seconds.
   *
   * @param folder for its configuration, logs, checkpoints and temporary files
   * @throws IllegalStateException when it does not come up; with the end of a log
   */
  public static FlinkCluster start(Path folder, FlinkClusterOptions options) {
    return launch(folder, options).awaitReady();
  }

  /** Starts a cluster without waiting, for starting other things beside it. */
  public static FlinkCluster launch(Path folder, FlinkClusterOptions options) {
    FlinkCluster cluster = new FlinkCluster(folder, options);
    try {
      cluster.launchJobManager();
      for (int i = 0; i < options.taskManagers(); i++) {
        cluster.startTaskManager();
      }
      return cluster;
    } catch (UncheckedIOException failed) {
      cluster.close();
      throw failed;
    }
  }

  /**
   * Waits until all slots of the TaskManagers it began with are there.
   *
   * @throws IllegalStateException when they do not come; with the end of a log
   */
  public FlinkCluster awaitReady() {
    try {
      int slots = options.taskManagers() * options.slots();
      BooleanSupplier there = answering(() -> rest.slots() == slots);
      jobManager.await(
          "has " + slots + " slots",
          READY_WITHIN,
          () -> someTaskManagerEnded() || there.getAsBoolean());
      taskManagers.forEach(one -> one.await("registers", Duration.ZERO, () -> true));
      return this;
    } catch (IllegalStateException failed) {
      close();
      throw failed;
    }
  }

  /** Where its REST interface and its page are; the same for the cluster's whole life. */
  public String restUrl() {
    return "http://" + restAddress;
  }

  /** The same as host:port, as clients of Flink take it. */
  public String restAddress() {
    return restAddress;
  }

  public FlinkRest rest() {
    return rest;
  }

  /** Its configuration, checkpoints and temporary files. */
  public Path folder() {
    return folder;
  }

  /** The folder of jobmanager.log, taskmanager-0.log and so on. */
  public Path logs() {
    return folder.resolve("logs");
  }

  public JavaProcess jobManager() {
    return jobManager;
  }

  public JavaProcess taskManager(int index) {
    return taskManagers.get(index);
  }

  public long taskManagerPid(int index) {
    return taskManagers.get(index).pid();
  }

  /** SIGKILL; the JobManager sees it within two seconds, see {@link #awaitSlots}. */
  public void killTaskManager(int index) {
    taskManagers.get(index).kill();
  }

  /**
   * Starts one more, without waiting for its slots.
   *
   * @return its number
   */
  public int startTaskManager() {
    int index = taskManagers.size();
    taskManagers.add(commands.taskManager(index).start(logs()));
    return index;
  }

  /** SIGKILL; the TaskManagers drop its jobs' tasks and wait for the next one. */
  public void killJobManager() {
    jobManager.kill();
  }

  /**
   * Starts a JobManager at the killed one's address, and waits until it answers. The TaskManagers
   * come back by themselves, see {@link #awaitSlots}; they miss the old one, and end its jobs'
   * tasks, only after the heartbeat's timeout of eight seconds, and so long a new job waits for the
   * slots.
   *
   * @throws IllegalStateException when it does not come up; with its log's end
   */
  public void restartJobManager() {
    if (jobManager.isAlive()) {
      throw new IllegalStateException("The JobManager runs: killJobManager() before its restart");
    }
    launchJobManager();
    jobManager.await("answers at " + restUrl(), READY_WITHIN, answering(() -> rest.slots() >= 0));
  }

  /**
   * Waits until the registered TaskManagers have so many slots, no more and no less.
   *
   * @throws IllegalStateException when the time is over or the JobManager ends; with a log's end
   */
  public void awaitSlots(int slots) {
    jobManager.await(
        "has " + slots + " slots", READY_WITHIN, answering(() -> rest.slots() == slots));
  }

  /**
   * Waits until every task of a job runs.
   *
   * @throws IllegalStateException when the time is over; with the JobManager's log's end
   */
  public void awaitRunning(String job, Duration within) {
    jobManager.await("runs the job", within, answering(() -> rest.runs(job)));
  }

  /**
   * Waits until a job is in a state, such as FINISHED.
   *
   * @throws IllegalStateException when the time is over; with the JobManager's log's end
   */
  public void awaitState(String job, String state, Duration within) {
    jobManager.await(
        "has the job as " + state, within, answering(() -> rest.jobState(job).equals(state)));
  }

  /**
   * Waits until a job has completed that many more checkpoints than now.
   *
   * @throws IllegalStateException when the time is over; with the JobManager's log's end
   */
  public void awaitCheckpoints(String job, int more, Duration within) {
    long now = rest.checkpointsCompleted(job);
    jobManager.await(
        "completes checkpoints",
        within,
        answering(() -> rest.checkpointsCompleted(job) >= now + more));
  }

  /** Kills all of it. */
  @Override
  public void close() {
    taskManagers.forEach(JavaProcess::close);
    if (jobManager != null) {
      jobManager.close();
    }
  }

  private boolean someTaskManagerEnded() {
    return !taskManagers.stream().allMatch(JavaProcess::isAlive);
  }

  private void launchJobManager() {
    jobManager = commands.jobManager().start(logs());
  }

  /** No while nobody answers, or Flink answers that it is not there yet. */
  private static BooleanSupplier answering(BooleanSupplier condition) {
    return () -> {
      try {
        return condition.getAsBoolean();
      } catch (UncheckedIOException | IllegalStateException notYet) {
        return false;
      }
    };
  }
}
