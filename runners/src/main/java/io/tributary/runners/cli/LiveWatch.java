package io.tributary.runners.cli;

import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.runners.cli.LiveView.Found;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.runners.stream.StreamJob;
import io.tributary.runners.stream.StreamStatus;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.telemetry.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at a stream from all sides: at who sends, Flink's counters, the raw store, the tables and
 * the real-time topic. Whatever does not answer is shown as it was last.
 */
final class LiveWatch {

  /** Flink gathers its counters as often. */
  private static final Duration COUNTERS = Duration.ofSeconds(1);

  /** A machine that has enough to do already is asked less: a fifth of the time at most. */
  private static final int REST = 4;

  private static final Duration TABLES = Duration.ofSeconds(2);

  private final StreamConfig config;
  private final StreamJob job;
  private final StreamStatus status;
  private final LiveSender sender;
  private final LiveOrders orders;
  private final LiveTables tables;
  private final LiveRate sentRate = new LiveRate();
  private final LiveRate readRate = new LiveRate();
  private final Map<Measure, Long> counts = new EnumMap<>(Measure.class);
  private SortedMap<String, Long> rows = new TreeMap<>();
  private FlinkJobs.Trouble trouble = new FlinkJobs.Trouble(0, "");
  private long checkpoints;
  private long told;
  private long nextCount = System.nanoTime();
  private long nextTables = System.nanoTime();

  LiveWatch(
      StreamConfig config,
      StreamJob job,
      StreamStatus status,
      LiveSender sender,
      LiveOrders orders) {
    this.config = config;
    this.job = job;
    this.status = status;
    this.sender = sender;
    this.orders = orders;
    this.tables = new LiveTables(Path.of(config.catalog().folder(), config.catalog().namespace()));
  }

  /**
   * How it is now.
   *
   * @param phase what it is at
   */
  LiveView look(String phase) {
    long now = System.nanoTime();
    if (now - nextCount >= 0) {
      ask();
      readRate.add(now, count(Measure.EVENTS_INGESTED));
      nextCount = now + Math.max(COUNTERS.toNanos(), REST * (System.nanoTime() - now));
    }
    if (now - nextTables >= 0) {
      rows = tables.rows();
      nextTables = now + TABLES.toNanos();
    }
    long sent = sender.sent();
    sentRate.add(now, sent);
    long archived = archived();
    return new LiveView(
        phase,
        sent,
        sentRate.perSecond(),
        Math.max(archived, count(Measure.EVENTS_INGESTED)),
        readRate.perSecond(),
        archived,
        new Found(
            count(Measure.EVENTS_LATE),
            atLeastRows(TableNames.DUPLICATES, count(Measure.DEDUP_DUPLICATES)),
            atLeastRows(
                TableNames.DEAD_LETTERS,
                count(Measure.EVENTS_INVALID) + count(Measure.REJECTED_EVENT_ID_REUSED)),
            atLeastRows(TableNames.SESSIONS, count(Measure.SESSIONS_CLOSED))),
        orders.count(),
        orders.lag(),
        status.lag(),
        checkpoints,
        trouble.restarts(),
        sender.tables(),
        rows);
  }

  /** The same after everything was written. */
  LiveView lookAgain(String phase) {
    nextCount = System.nanoTime();
    nextTables = nextCount;
    return look(phase);
  }

  /** Counters are gone with the subtask that kept them, so what was seen is kept. */
  private void ask() {
    try {
      status.counts().forEach((measure, count) -> counts.merge(measure, count, Math::max));
      checkpoints = Math.max(checkpoints, job.jobs().checkpoints(job.id()));
      trouble = job.jobs().trouble(job.id());
    } catch (FlinkJobs.NoAnswer busy) {
      // the next look may do better
    }
  }

  private long count(Measure measure) {
    return counts.getOrDefault(measure, 0L);
  }

  /** What a subtask counted in its last second nobody may have asked it for. */
  private long atLeastRows(String table, long count) {
    return Math.max(count, rows.getOrDefault(table, 0L));
  }

  private long archived() {
    return ArchiveProgress.in(config.raw()).stream()
        .flatMap(progress -> progress.offsets().values().stream())
        .flatMap(partitions -> partitions.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Why the job was restarted, once for each time. */
  Optional<String> news() {
    if (trouble.restarts() <= told) {
      return Optional.empty();
    }
    told = trouble.restarts();
    return Optional.of("Restarted from the last checkpoint after: " + trouble.lastCause());
  }
}
