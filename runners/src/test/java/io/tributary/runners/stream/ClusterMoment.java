package io.tributary.runners.stream;

import java.nio.file.Path;
import java.time.Duration;

/** A moment of a stream's life at which something is killed, known by a fact that has changed. */
enum ClusterMoment {
  /** The tables have just moved on. */
  AFTER_A_COMMIT("after a commit", (stream, job) -> stream.sequence()),

  /** Some of the tables have a new snapshot. */
  AMID_A_COMMIT(
      "amid a commit",
      (stream, job) -> ClusterStream.files(stream.folders().warehouse(), "snap-.*\\.avro")),

  /** A data file is written that no table knows yet. */
  BEFORE_A_COMMIT(
      "before a commit",
      (stream, job) ->
          ClusterStream.files(stream.folders().warehouse().resolve("analytics"), ".*\\.parquet")),

  /** Flink is at a checkpoint. */
  AMID_A_CHECKPOINT("amid a checkpoint", ClusterStream::checkpointsUnderWay),

  /** A checkpoint is complete; what waited for it may not know yet. */
  AFTER_A_CHECKPOINT(
      "after a checkpoint", (stream, job) -> newestCheckpoint(stream.ownCheckpoints())),

  /** A file of the raw store is half written. */
  AMID_AN_ARCHIVE_FILE(
      "amid an archive file",
      (stream, job) -> ClusterStream.files(stream.folders().raw(), "\\.archive-.*")),

  /** A file of the raw store has just become visible. */
  AFTER_AN_ARCHIVE_FILE(
      "after an archive file",
      (stream, job) -> ClusterStream.files(stream.folders().raw(), "[^.].*\\.parquet"));

  private interface Fact {
    long now(ClusterStream stream, String job);
  }

  private final String words;
  private final Fact fact;

  ClusterMoment(String words, Fact fact) {
    this.words = words;
    this.fact = fact;
  }

  /** What it is called in a line about it. */
  String words() {
    return words;
  }

  /** Waits until it comes; whether it does. */
  boolean awaitOn(ClusterStream stream, String job, Duration within) {
    long[] lowest = {Long.MAX_VALUE};
    return ClusterWait.happens(
        within,
        () -> {
          long now = fact.now(stream, job);
          boolean hasGrown = now > lowest[0];
          lowest[0] = Math.min(lowest[0], now);
          return hasGrown;
        });
  }

  private static long newestCheckpoint(Path checkpoints) {
    return RestorePoint.newest(checkpoints, null)
        .map(point -> point.completed().toMillis())
        .orElse(0L);
  }
}
