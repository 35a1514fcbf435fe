package io.tributary.runners.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tributary.io.iceberg.CommitReport;
import io.tributary.io.iceberg.IcebergWarehouse;
import io.tributary.io.parquet.RawPlan;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.table.TableNames;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay came to. Raw records are counted in the raw store, rows in the data files.
 *
 * @param rawRecords distinct coordinates in the range
 * @param loaded rows in the event tables
 * @param duplicates rows in {@code duplicates}
 * @param deadLetters rows in {@code dead_letters} by reason
 * @param tables rows by table, those with none left out
 * @param sessions rows in {@code sessions}, all revisions
 * @param lateEvents loaded events that came late
 * @param residual raw records that ended nowhere, or twice: anything but 0 is a defect
 * @param wallSeconds from launch to end
 * @param cpuSeconds of this process; with a remote cluster that is only the client
 * @param peakRssMb largest resident memory of this process, or null where it is not known
 */
public record ReplaySummary(
    @JsonProperty("raw_records") long rawRecords,
    @JsonProperty("loaded") long loaded,
    @JsonProperty("duplicates") long duplicates,
    @JsonProperty("dead_letters") SortedMap<String, Long> deadLetters,
    @JsonProperty("tables") SortedMap<String, Long> tables,
    @JsonProperty("sessions") long sessions,
    @JsonProperty("late_events") long lateEvents,
    @JsonProperty("residual") long residual,
    @JsonProperty("wall_seconds") double wallSeconds,
    @JsonProperty("cpu_seconds") double cpuSeconds,
    @JsonProperty("peak_rss_mb") Long peakRssMb) {

  static ReplaySummary of(RawPlan plan, CommitReport report, ProcessUsage usage) {
    SortedMap<String, Long> tables = new TreeMap<>(report.rows());
    tables.values().removeIf(rows -> rows == 0);
    long duplicates = tables.getOrDefault(TableNames.DUPLICATES, 0L);
    long dead = tables.getOrDefault(TableNames.DEAD_LETTERS, 0L);
    long sessions = tables.getOrDefault(TableNames.SESSIONS, 0L);
    long all = tables.values().stream().mapToLong(Long::longValue).sum();
    long loaded = all - duplicates - dead - sessions;
    SortedMap<String, Long> reasons = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      Long rows = report.tallies().get(reason.name());
      if (rows != null) {
        reasons.put(reason.name(), rows);
      }
    }
    return new ReplaySummary(
        plan.recordsToWrite(),
        loaded,
        duplicates,
        reasons,
        tables,
        sessions,
        report.tallies().getOrDefault(IcebergWarehouse.LATE, 0L),
        plan.recordsToWrite() - loaded - duplicates - dead,
        usage.wallSeconds(),
        usage.cpuSeconds(),
        usage.peakRssMb());
  }
}
