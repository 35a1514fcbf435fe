package io.tributary.runners.cli;

import io.tributary.io.iceberg.PreparedRun;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.runners.stream.StreamJob;
import io.tributary.runners.stream.StreamStatus;
import io.tributary.runners.telemetry.TelemetrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream that is fed by a generator and watched until it has taken everything in and ended: what
 * the live demo shows before it replays.
 */
final class LiveStream implements AutoCloseable {

  private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
  private static final Duration FRAME = Duration.ofMillis(500);
  private static final Duration RUNS_WITHIN = Duration.ofMinutes(2);
  private static final Duration STALLED = Duration.ofMinutes(2);
  private static final String GONE = "GONE";

  private final StreamConfig config;
  private final StreamJob job;
  private final Interruption interruption;
  private final ExecutorService finisher =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "live-finish");
            thread.setDaemon(true);
            return thread;
          });

  private LiveStream(StreamConfig config, StreamJob job, Interruption interruption) {
    this.config = config;
    this.job = job;
    this.interruption = interruption;
  }

  /** Somebody does not want to wait for the end. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("It was interrupted", null, false, false);
    }
  }

  /**
   * What was sent.
   *
   * @param records how many in all
   * @param tables how many by the table that their rows must end in
   */
  record Sent(long records, SortedMap<String, Long> tables) {}

  /**
   * Starts it, and waits until it works.
   *
   * @param temporary folder for the engine's configuration
   * @throws Interrupted if it was
   */
  static LiveStream start(
      StreamConfig config,
      List<String> beamOptions,
      Path temporary,
      TelemetrySettings telemetry,
      Interruption interruption) {
    String id = RunIds.next();
    StreamJob job =
        StreamJob.submit(
            config,
            new StreamJob.Place(
                beamOptions,
                Path.of(config.catalog().folder(), "_runs", "checkpoints"),
                CHECKPOINTS,
                temporary,
                PreparedRun.temporaryFolder(config.catalog(), id),
                telemetry),
            id,
            line -> {}); // it can only be a first start
    LiveStream stream = new LiveStream(config, job, interruption);
    try {
      stream.awaitFirstCheckpoint();
      return stream;
    } catch (RuntimeException failed) {
      stream.close();
      throw failed;
    }
  }

  /** Where to look at the job itself. */
  String url() {
    return job.jobs().url();
  }

  /** Then every step runs. */
  private void awaitFirstCheckpoint() {
    long deadline = System.nanoTime() + RUNS_WITHIN.toNanos();
    while (!hasCheckpoint()) {
      refuseIfOver();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The stream had no checkpoint within " + RUNS_WITHIN.toSeconds() + " s");
      }
      pause();
    }
  }

  private boolean hasCheckpoint() {
    try {
      return job.jobs().checkpoints(job.id()) > 0;
    } catch (FlinkJobs.NoAnswer busy) {
      return false;
    }
  }

  /**
   * Feeds it, shows it, and finishes it when it has read everything.
   *
   * @param over how long it takes to send the events
   * @param spans is told of the events that were sampled
   * @throws Interrupted if it was
   */
  Sent run(LiveGenerator events, Duration over, ClientSpans spans, LiveScreen screen) {
    String servers = config.kafka().bootstrapServers();
    try (LiveOrders orders = LiveOrders.of(servers, LiveBroker.ORDERS);
        LiveSender sender = LiveSender.start(events, over, servers, LiveBroker.EVENTS, spans)) {
      LiveWatch watch =
          new LiveWatch(config, job, new StreamStatus(job, config.catalog()), sender, orders);
      send(over, sender, watch, screen);
      catchUp(sender, watch, screen);
      finish(watch, screen);
      return new Sent(sender.sent(), sender.tables());
    }
  }

  private void send(Duration over, LiveSender sender, LiveWatch watch, LiveScreen screen) {
    long start = System.nanoTime();
    while (!sender.isDone()) {
      long seconds = Math.min(over.toSeconds(), (System.nanoTime() - start) / 1_000_000_000);
      String phase = String.format(Locale.ROOT, "Sending, %d of %d s", seconds, over.toSeconds());
      screen.show(watch.look(phase));
      refuseIfOver();
      watch.news().ifPresent(screen::say);
      pause();
    }
  }

  private void catchUp(LiveSender sender, LiveWatch watch, LiveScreen screen) {
    long sent = sender.sent();
    long best = -1;
    long moved = System.nanoTime();
    LiveView view = watch.look("Reading the rest");
    while (view.read() < sent) {
      long now = view.read();
      if (now > best) {
        best = now;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALLED.toNanos()) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "The stream stands still at %,d of %,d", now, sent));
      }
      screen.show(view);
      refuseIfOver();
      watch.news().ifPresent(screen::say);
      pause();
      view = watch.look("Reading the rest");
    }
    screen.show(view);
  }

  private void finish(LiveWatch watch, LiveScreen screen) {
    Path warehouse = Path.of(config.catalog().folder());
    Future<?> finished = finisher.submit(() -> StreamJob.finishNow(warehouse, job.record()));
    while (!finished.isDone()) {
      screen.show(watch.look("Finishing (closing every session, writing every row)"));
      pause();
    }
    try {
      finished.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The stream could not be finished", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the stream finishes", e);
    }
    awaitEnd();
    screen.showLast(watch.lookAgain("Finished (every session is closed, every row written)"));
  }

  /** The job may take a moment longer than its savepoint. */
  private void awaitEnd() {
    long deadline = System.nanoTime() + RUNS_WITHIN.toNanos();
    while (!isOver(state()) && System.nanoTime() < deadline) {
      pause();
    }
  }

  private void refuseIfOver() {
    String state = state();
    if (isOver(state)) {
      throw new IllegalStateException(
          "The stream ended (" + state + ") " + job.jobs().trouble(job.id()).lastCause());
    }
  }

  private static boolean isOver(String state) {
    return state.equals(GONE) || FlinkJobs.isOver(state);
  }

  private String state() {
    try {
      return job.state().orElse(GONE);
    } catch (FlinkJobs.NoAnswer busy) {
      return "UNKNOWN";
    }
  }

  private void pause() {
    LockSupport.parkNanos(FRAME.toNanos());
    if (interruption.isAsked()) {
      throw new Interrupted();
    }
  }

  /** Ends the job, if it has not ended, and the engine. */
  @Override
  public void close() {
    try {
      if (job.state().filter(state -> !FlinkJobs.isOver(state)).isPresent()) {
        job.jobs().cancel(job.id());
      }
    } catch (FlinkJobs.NoAnswer gone) {
      // then there is nothing to end
    } finally {
      finisher.shutdownNow();
      job.close();
    }
  }
}
