package io.tributary.runners.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.kit.ClusterKit;
import io.tributary.runners.Child;
import io.tributary.runners.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What happens to a cluster while a stream runs on it. */
final class ClusterChaos {

  private static final Duration LUCK = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final ClusterKit kit;
  private final ClusterStream stream;
  private final ClusterTimeline timeline;
  private final Random random;
  private final List<Integer> taskManagers = new ArrayList<>();
  private final ClusterMemory memory;
  private String job;
  private int parallelism;

  /**
   * @param workers how many TaskManagers the cluster began with
   * @param seed draws the moments
   */
  ClusterChaos(
      ClusterKit kit, ClusterStream stream, ClusterTimeline timeline, int workers, long seed) {
    this.kit = kit;
    this.stream = stream;
    this.timeline = timeline;
    this.random = new Random(seed);
    this.memory = new ClusterMemory(kit.flink());
    for (int i = 0; i < workers; i++) {
      taskManagers.add(i);
    }
  }

  /** The job as it runs now. */
  String job() {
    return job;
  }

  /** The most that a TaskManager held in memory, in words. */
  String memory() {
    return memory.toString();
  }

  /** Starts the stream, or goes on with it. */
  void start(int newParallelism, String... more) throws IOException, InterruptedException {
    long since = System.nanoTime();
    parallelism = newParallelism;
    ClusterStream.Said said = ClusterStream.said(stream.submit(parallelism, more));
    assertThat(said.exitCode()).as("stream said: %s", said.text()).isZero();
    adopt();
    timeline.say(
        "stream --parallelism=" + parallelism + ": " + said.text().lines().findFirst().orElse(""));
    awaitRecovery("its submission", since);
  }

  /** The one job that is not over is the stream's. */
  private void adopt() {
    ClusterWait.until("one job runs", SOON, () -> stream.jobs().size() == 1);
    job = stream.jobs().get(0);
  }

  /** SIGKILL to a TaskManager; a new one takes its place. */
  void killTaskManager(int which) {
    String moment = awaitMoment();
    long since = System.nanoTime();
    replace(which, moment);
    awaitRecovery("TaskManager", since);
  }

  /** Both at once. */
  void killBothTaskManagers() {
    String moment = awaitMoment();
    long since = System.nanoTime();
    replace(0, moment);
    replace(1, moment);
    awaitRecovery("both TaskManagers", since);
  }

  private void replace(int which, String moment) {
    int index = taskManagers.get(which);
    kit.flink().killTaskManager(index);
    timeline.killed("TaskManager " + index + " " + moment);
    taskManagers.set(which, kit.flink().startTaskManager());
  }

  /** SIGKILL to the JobManager, which forgets the job; the same command goes on with it. */
  void killJobManager() throws IOException, InterruptedException {
    String moment = awaitMoment();
    kit.flink().killJobManager();
    timeline.killed("JobManager " + moment);
    kit.flink().restartJobManager();
    start(parallelism);
  }

  /** SIGKILL to the broker; it comes back with what it has. */
  void killBroker() {
    String moment = awaitMoment();
    long since = System.nanoTime();
    kit.kafka().kill();
    timeline.killed("broker " + moment);
    kit.kafka().restart();
    timeline.say("broker is back");
    long sequence = stream.sequence();
    ClusterWait.until(
        "the tables move on after the broker", PATIENCE, () -> stream.sequence() > sequence + 1);
    awaitRecovery("broker", since);
  }

  /**
   * Takes the folder of its checkpoints away amid one, which then fails, so that Flink restarts the
   * job; and kills a TaskManager on top of it.
   */
  void failACheckpointAndKill(int which) throws IOException {
    awaitAppend();
    ClusterMoment.AMID_A_CHECKPOINT.awaitOn(stream, job, LUCK);
    long since = System.nanoTime();
    long failed = stream.checkpointsFailed(job);
    Path folder = stream.ownCheckpoints().resolve(job);
    Path away = folder.resolveSibling(job + ".away");
    Files.move(folder, away);
    Files.createFile(folder);
    ClusterWait.until("a checkpoint fails", SOON, () -> stream.checkpointsFailed(job) > failed);
    timeline.say("a checkpoint has failed; " + stream.troubles(job));
    Files.delete(folder);
    Files.move(away, folder);
    replace(which, "after a failed checkpoint");
    awaitRecovery("a failed checkpoint and a TaskManager", since);
  }

  /**
   * SIGKILL to the JobManager, and all checkpoints and savepoints are lost: the stream is refused
   * until it is told to rebuild its state.
   */
  void loseAllCheckpoints() throws IOException, InterruptedException {
    String moment = awaitMoment();
    kit.flink().killJobManager();
    timeline.killed("JobManager " + moment);
    ClusterWait.until("no checkpoint is left", SOON, this::hasDeletedTheCheckpoints);
    kit.flink().restartJobManager();
    ClusterStream.Said refused = ClusterStream.said(stream.submit(parallelism));
    timeline.say("all checkpoints are gone: " + refused.text().strip());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.text()).contains("--rebuild");
    start(parallelism, "--rebuild");
  }

  /** Tasks that are left without their JobManager may still be writing some. */
  private boolean hasDeletedTheCheckpoints() {
    try {
      Runs.delete(stream.ownCheckpoints());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops with a savepoint and goes on, at this parallelism. */
  void stopAndGoOn(int newParallelism) throws IOException, InterruptedException {
    stop();
    start(newParallelism);
  }

  private void stop() throws IOException, InterruptedException {
    String moment = awaitMoment();
    long since = System.nanoTime();
    ClusterStream.Said said = stream.stop();
    assertThat(said.exitCode()).as("stop said: %s", said.text()).isZero();
    timeline.say(
        String.format(
            Locale.ROOT,
            "stop %s: %s, after %.1f s",
            moment,
            said.text().strip(),
            (System.nanoTime() - since) / 1e9));
    ClusterWait.until("no job is left", SOON, () -> stream.jobs().isEmpty());
  }

  /** How far a client has come when it is killed. */
  private enum ClientMoment {
    BEFORE_ITS_JOB,
    WHILE_IT_HANDS_THE_JOB_OVER,
    ONCE_THE_JOB_IS_THERE
  }

  /**
   * Stops, goes on, and kills the client that submits the job; whatever it has come to, the same
   * command is given again.
   */
  void stopAndKillTheClient(int newParallelism) throws IOException, InterruptedException {
    stop();
    long since = System.nanoTime();
    ClientMoment moment = ClientMoment.values()[random.nextInt(ClientMoment.values().length)];
    try (Child client = stream.submit(newParallelism)) {
      boolean killed = client.killWhen(() -> hasCome(client, moment));
      assertThat(killed).as("the client was killed; it said %s", client.said()).isTrue();
      timeline.killed("client " + moment.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    parallelism = newParallelism;
    ClusterStream.Said again = ClusterStream.said(stream.submit(parallelism));
    timeline.say(
        "stream again: exit code "
            + again.exitCode()
            + ", "
            + again.text().lines().reduce((first, last) -> last).orElse(""));
    if (again.exitCode() != 0) {
      assertThat(again.text()).contains("The stream runs already");
    }
    adopt();
    awaitRecovery("the killed client's start", since);
  }

  private boolean hasCome(Child client, ClientMoment moment) {
    try {
      return switch (moment) {
        case BEFORE_ITS_JOB -> client.said().contains("Going on from");
        case WHILE_IT_HANDS_THE_JOB_OVER ->
            ClusterStream.files(kit.flink().folder().resolve("upload"), ".*\\.jar") > 0
                || hasTakenAJob();
        case ONCE_THE_JOB_IS_THERE -> hasTakenAJob();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasTakenAJob() {
    try {
      return !stream.jobs().isEmpty();
    } catch (UncheckedIOException | IllegalStateException notNow) {
      return false;
    }
  }

  /** Waits for one more checkpoint and one more append. */
  void awaitAppend() {
    long checkpoints = stream.checkpoints(job);
    long sequence = stream.sequence();
    ClusterWait.until(
        "one more checkpoint and one more append",
        PATIENCE,
        () -> stream.checkpoints(job) > checkpoints && stream.sequence() > sequence);
    memory.look(taskManagers);
  }

  /** Waits for an append, then for a moment drawn by lot. */
  private String awaitMoment() {
    awaitAppend();
    ClusterMoment moment = ClusterMoment.values()[random.nextInt(ClusterMoment.values().length)];
    boolean came = moment.awaitOn(stream, job, LUCK);
    return came ? moment.words() : "(not " + moment.words() + ", which did not come)";
  }

  /** Waits until every task runs and a checkpoint is complete that was begun since. */
  private void awaitRecovery(String from, long since) {
    long before = stream.checkpoints(job);
    ClusterWait.until(
        "the job goes on: " + stream.troubles(job),
        PATIENCE,
        () -> stream.runs(job) && stream.checkpoints(job) > before);
    timeline.recovered(from, since, stream.troubles(job));
  }
}
