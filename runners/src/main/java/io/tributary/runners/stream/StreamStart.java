package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.PreparedStream;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.io.parquet.RawStore;
import io.tributary.runners.engine.FlinkJobs;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a stream goes on from: nothing, the newest of its checkpoints and savepoints, or the raw
 * store.
 *
 * @param kind which of these
 * @param streamId the stream's name
 * @param restore the checkpoint or savepoint, or empty
 * @param checkpoints where this stream keeps its checkpoints
 */
record StreamStart(
    PreparedStream.Start kind, String streamId, Optional<RestorePoint> restore, Path checkpoints) {

  /**
   * Decides it.
   *
   * @param checkpoints folder for the checkpoints of all streams of this warehouse
   * @param newId a name that no stream has
   * @throws InvalidWarehouse where it cannot start so
   */
  static StreamStart decide(StreamConfig config, Path checkpoints, String newId) {
    CatalogConfig catalog = config.catalog();
    Path warehouse = Path.of(catalog.folder());
    Optional<JobRecord> job = JobRecord.in(warehouse);
    job.ifPresent(StreamStart::refuseWhereItRuns);
    Optional<StreamRecord> record = StreamRecord.read(catalog);
    if (config.rebuild()) {
      return new StreamStart(
          PreparedStream.Start.REBUILD, newId, Optional.empty(), checkpoints.resolve(newId));
    }
    if (record.isPresent()) {
      String id = record.get().stream();
      Path own = checkpoints.resolve(id);
      Optional<RestorePoint> restore =
          RestorePoint.newest(own, job.map(JobRecord::savepoint).orElse(null));
      if (restore.isPresent()) {
        return new StreamStart(PreparedStream.Start.RESUME, id, restore, own);
      }
    }
    refuseWhereRowsAre(config);
    return new StreamStart(
        PreparedStream.Start.FIRST, newId, Optional.empty(), checkpoints.resolve(newId));
  }

  private static void refuseWhereItRuns(JobRecord job) {
    Optional<String> state;
    try {
      state = new FlinkJobs(job.flink()).state(job.jobId());
    } catch (FlinkJobs.NoAnswer gone) {
      return; // a cluster that is no more runs nothing
    }
    if (state.isPresent() && !FlinkJobs.isOver(state.get())) {
      throw runsAlready(job);
    }
  }

  static InvalidWarehouse runsAlready(JobRecord job) {
    return new InvalidWarehouse(
        "The stream runs already, as job "
            + job.jobId()
            + " on "
            + job.flink()
            + "; `tributary stop` stops it");
  }

  private static void refuseWhereRowsAre(StreamConfig config) {
    if (ArchiveProgress.in(config.raw()).isPresent()) {
      throw new InvalidWarehouse(
          config.raw()
              + " holds what a stream has archived, and there is no checkpoint to go on from; give"
              + " --checkpoint-dir as before, or --rebuild to rebuild the state from the raw"
              + " store");
    }
    if (RawStore.holdsFiles(config.raw())) {
      throw new InvalidWarehouse(
          config.raw()
              + " holds raw records whose archive has no progress file; give --raw an empty folder,"
              + " or --rebuild to go on behind the records that are there");
    }
  }
}
