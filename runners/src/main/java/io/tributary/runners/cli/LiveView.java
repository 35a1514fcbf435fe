package io.tributary.runners.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is to be seen of a stream at a moment.
 *
 * @param phase what it is at, in a few words
 * @param sent records that the broker has
 * @param sentPerSecond in the last seconds
 * @param read records that the stream has read
 * @param readPerSecond in the last seconds
 * @param archived records in the raw store
 * @param found what the stream has found in them
 * @param realTime events that were sent on in real time
 * @param realTimeLag how long after their receipt; empty before the first
 * @param tableLag by how much the tables trail the clock; empty before the first commit
 * @param checkpoints how many were completed
 * @param restarts how often the job was restarted
 * @param sentTo records that were sent by the table that their rows must end in
 * @param rows committed rows by table
 */
record LiveView(
    String phase,
    long sent,
    double sentPerSecond,
    long read,
    double readPerSecond,
    long archived,
    Found found,
    long realTime,
    Optional<Duration> realTimeLag,
    Optional<Duration> tableLag,
    long checkpoints,
    long restarts,
    SortedMap<String, Long> sentTo,
    SortedMap<String, Long> rows) {

  /**
   * What a stream has found in what it read.
   *
   * @param late events that came later than order allows
   * @param duplicates copies
   * @param deadLetters what nobody can accept
   * @param sessions revisions of sessions that were closed
   */
  record Found(long late, long duplicates, long deadLetters, long sessions) {}

  /** All committed rows. */
  long allRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
