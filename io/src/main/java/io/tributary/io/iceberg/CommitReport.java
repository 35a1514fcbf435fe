package io.tributary.io.iceberg;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tributary.transforms.warehouse.WrittenFile;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run committed, counted from its data files.
 *
 * @param runId the run
 * @param rows rows by table
 * @param tallies rows by dead letter's reason, and {@code late} events
 * @param files how many data files
 */
public record CommitReport(
    @JsonProperty("run_id") String runId,
    @JsonProperty("rows") SortedMap<String, Long> rows,
    @JsonProperty("tallies") SortedMap<String, Long> tallies,
    @JsonProperty("files") int files) {

  static CommitReport of(String runId, Collection<String> tables, List<WrittenFile> files) {
    SortedMap<String, Long> rows = new TreeMap<>();
    SortedMap<String, Long> tallies = new TreeMap<>();
    tables.forEach(table -> rows.put(table, 0L));
    for (WrittenFile file : files) {
      rows.merge(file.table(), file.rows(), Long::sum);
      file.tallies().forEach((what, n) -> tallies.merge(what, n, Long::sum));
    }
    return new CommitReport(runId, rows, tallies, files.size());
  }
}
