package io.tributary.runners.cli;

import io.tributary.io.iceberg.PreparedStream;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.stream.JobRecord;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The stream that writes to a warehouse. */
final class StreamOfWarehouse {

  @Mixin WarehouseOptions warehouse;

  Path folder() {
    return Path.of(warehouse.config().folder());
  }

  /**
   * Its job.
   *
   * @throws UsageException where none runs
   */
  JobRecord running() {
    JobRecord job =
        JobRecord.in(folder())
            .orElseThrow(
                () -> new UsageException(folder() + " has no stream; start one with stream"));
    Optional<String> state;
    try {
      state = new FlinkJobs(job.flink()).state(job.jobId());
    } catch (FlinkJobs.NoAnswer gone) {
      state = Optional.empty();
    }
    if (state.isEmpty() || FlinkJobs.isOver(state.get())) {
      if (StreamRecord.read(warehouse.config()).filter(end -> !end.isAttached()).isPresent()) {
        throw new UsageException(
            "The stream of " + folder() + " was finished: every session is closed");
      }
      throw new UsageException(
          "The stream of "
              + folder()
              + " does not run ("
              + state.orElse("Flink at " + job.flink() + " knows nothing of it")
              + "); `tributary stream` goes on with it");
    }
    return job;
  }

  void markStopped() {
    PreparedStream.stopped(warehouse.config());
  }
}
