package io.tributary.runners.stream;

import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.runners.engine.FlinkJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits until a stream has read its topic up to some moment. */
final class CatchUp {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration SAY = Duration.ofSeconds(10);

  private CatchUp() {}

  /**
   * The archive is complete through a time only when every partition was read that far, and what
   * was read is in the graph.
   *
   * @throws IllegalStateException if the job ends meanwhile
   */
  static void await(FlinkJobs jobs, JobRecord job, Instant moment, Consumer<String> say) {
    Path raw = Path.of(job.raw());
    long said = System.nanoTime();
    while (true) {
      Optional<Instant> through = ArchiveProgress.in(raw).map(ArchiveProgress::through);
      if (through.isPresent() && through.get().isAfter(moment)) {
        return;
      }
      if (jobs.state(job.jobId()).filter(state -> !FlinkJobs.isOver(state)).isEmpty()) {
        throw new IllegalStateException(
            "The stream ended before it had read its topic; start it again, then finish it");
      }
      if (System.nanoTime() - said > SAY.toNanos()) {
        said = System.nanoTime();
        say.accept(
            "Waiting until all records that were received before "
                + moment
                + " are archived; now it is those before "
                + through.map(Instant::toString).orElse("no time yet"));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
