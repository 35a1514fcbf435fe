package io.tributary.runners.cli;

import io.tributary.io.iceberg.PreparedRun;
import io.tributary.io.iceberg.PreparedStream;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.engine.StreamEngine;
import io.tributary.runners.lineage.Lineage;
import io.tributary.runners.lineage.LineageJob;
import io.tributary.runners.lineage.LineageRun;
import io.tributary.runners.stream.JobRecord;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.runners.stream.StreamJob;
import io.tributary.runners.stream.StreamStatus;
import io.tributary.runners.telemetry.TelemetrySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.ExitCode;

/** Runs a stream for a person: says what happens, and stops it when asked. */
final class StreamRunner {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration SAY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrintWriter out;
  private final PrintWriter err;
  private final Lineage lineage;

  StreamRunner(PrintWriter out, PrintWriter err, Lineage lineage) {
    this.out = out;
    this.err = err;
    this.lineage = lineage;
  }

  /**
   * @return the exit code
   */
  int run(
      StreamConfig config,
      Path checkpoints,
      Duration interval,
      List<String> beamOptions,
      TelemetrySettings telemetry,
      boolean detach) {
    String newId = RunIds.next();
    Path warehouse = Path.of(config.catalog().folder());
    try (TemporaryFolder temporary = TemporaryFolder.create();
        Interruption interruption = Interruption.listen();
        StreamJob job =
            StreamJob.submit(
                config,
                new StreamJob.Place(
                    beamOptions,
                    checkpoints.toAbsolutePath().normalize(),
                    interval,
                    temporary.path(),
                    PreparedRun.temporaryFolder(config.catalog(), newId),
                    telemetry),
                newId,
                this::say);
        LineageRun told = lineage.start(LineageJob.stream(config, job.id()))) {
      say("Streaming as job " + job.id() + " on " + job.jobs().url());
      if (StreamEngine.isSubmittedByFlink() || (detach && !job.engine().isEmbedded())) {
        say("`tributary stop` and `tributary finish` end it");
        return ExitCode.OK;
      }
      return watch(job, config, warehouse, interruption, told);
    }
  }

  /** A stream that is stopped has done all it was asked for, and its next start is another run. */
  private int watch(
      StreamJob job,
      StreamConfig config,
      Path warehouse,
      Interruption interruption,
      LineageRun told) {
    try {
      int code = watch(job, config, warehouse, interruption);
      if (code == ExitCode.OK) {
        told.complete(LineageRun.Counts.UNKNOWN);
      } else {
        told.fail(new IllegalStateException("The job has failed, or its cluster has lost it"));
      }
      return code;
    } catch (RuntimeException | Error failed) {
      told.fail(failed);
      throw failed;
    }
  }

  private int watch(StreamJob job, StreamConfig config, Path warehouse, Interruption interruption) {
    StreamStatus status = new StreamStatus(job, config.catalog());
    long said = System.nanoTime();
    long answered = System.nanoTime();
    long restarts = 0;
    while (true) {
      if (interruption.isAsked()) {
        say("Stopping with a savepoint");
        String savepoint = StreamJob.stop(warehouse, job.record());
        PreparedStream.stopped(config.catalog());
        out.println("Stopped; " + again(config) + " goes on from " + savepoint);
        return ExitCode.OK;
      }
      try {
        Optional<String> state = job.state();
        if (state.isEmpty()) {
          say(
              "The cluster has lost the job; "
                  + again(config)
                  + " goes on from its last checkpoint");
          return ExitCode.SOFTWARE;
        }
        if (FlinkJobs.isOver(state.get())) {
          return ended(job, config, state.get());
        }
        answered = System.nanoTime();
        FlinkJobs.Trouble trouble = job.jobs().trouble(job.id());
        if (trouble.restarts() > restarts) {
          restarts = trouble.restarts();
          say("Restarted from the last checkpoint after: " + trouble.lastCause());
        }
        if (System.nanoTime() - said > SAY.toNanos()) {
          said = System.nanoTime();
          say(status.line());
        }
      } catch (FlinkJobs.NoAnswer e) {
        if (System.nanoTime() - answered > PATIENCE.toNanos()) {
          answered = System.nanoTime();
          say("Flink does not answer at " + job.jobs().url() + "; waiting");
        }
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Another process may have ended it, and writes down why when it sees that it has. */
  private int ended(StreamJob job, StreamConfig config, String state) {
    if (state.equals("FINISHED")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        JobRecord record = job.record();
        if (record.state() == JobRecord.State.STOPPED) {
          out.println("Stopped; " + again(config) + " goes on from " + record.savepoint());
          return ExitCode.OK;
        }
        if (record.state() == JobRecord.State.FINISHED) {
          out.println("Finished: every session is closed and every row is written");
          return ExitCode.OK;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    say("The job ended (" + state + ") " + job.jobs().trouble(job.id()).lastCause());
    return ExitCode.SOFTWARE;
  }

  /** With the option it would rebuild once more. */
  private static String again(StreamConfig config) {
    return config.rebuild() ? "the same command without --rebuild" : "the same command";
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }
}
