package io.tributary.io.iceberg;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything a run is about to commit, written down before its first commit, so that a run that is
 * killed between two tables can be finished by the next one.
 *
 * @param runId the run
 * @param from first day that is overwritten, or null
 * @param to the day after the last, or null
 * @param rules the rules' table properties
 * @param tables each table's part
 * @param report what there will be to report when all tables have their part
 */
record PendingCommit(
    @JsonProperty("run_id") String runId,
    @JsonProperty("from") String from,
    @JsonProperty("to") String to,
    @JsonProperty("rules") Map<String, String> rules,
    @JsonProperty("tables") List<TablePart> tables,
    @JsonProperty("report") CommitReport report) {

  /**
   * One table's part.
   *
   * @param name the table
   * @param token hash of the run, its days, the table and its files; it stands in the snapshot's
   *     summary
   * @param baseSnapshot the snapshot that the run began with, or null
   * @param files the data files as Iceberg's JSON
   */
  record TablePart(
      @JsonProperty("name") String name,
      @JsonProperty("token") String token,
      @JsonProperty("base_snapshot") Long baseSnapshot,
      @JsonProperty("files") List<String> files) {}

  static PendingCommit of(
      String runId,
      DayRange days,
      Map<String, String> rules,
      Collection<String> tables,
      Map<String, Long> baseSnapshots,
      List<WrittenFile> files) {
    Map<String, List<WrittenFile>> byTable = new TreeMap<>();
    for (WrittenFile file : files) {
      byTable.computeIfAbsent(file.table(), table -> new ArrayList<>()).add(file);
    }
    List<TablePart> parts = new ArrayList<>();
    for (String table : new TreeSet<>(tables)) {
      List<WrittenFile> ofTable = byTable.getOrDefault(table, List.of());
      parts.add(
          new TablePart(
              table,
              token(runId, days, table, ofTable),
              baseSnapshots.get(table),
              ofTable.stream()
                  .map(file -> new String(file.descriptor(), StandardCharsets.UTF_8))
                  .toList()));
    }
    return new PendingCommit(
        runId,
        text(days.from()),
        text(days.to()),
        new TreeMap<>(rules),
        parts,
        CommitReport.of(runId, tables, files));
  }

  private static String text(LocalDate day) {
    return day == null ? null : day.toString();
  }

  DayRange days() {
    return new DayRange(
        from == null ? null : LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
  }

  /**
   * The run and its days are part of it, since a table without files looks the same in every run.
   */
  private static String token(String runId, DayRange days, String table, List<WrittenFile> files) {
    return CommitToken.of(
        List.of(runId, String.valueOf(text(days.from())), String.valueOf(text(days.to())), table),
        files);
  }
}
