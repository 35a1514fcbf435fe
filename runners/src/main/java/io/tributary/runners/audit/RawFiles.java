package io.tributary.runners.audit;

import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.parquet.RawStore;
import io.tributary.runners.duckdb.Sql;
import java.nio.file.Path;
import java.util.List;

/** The raw store's files as DuckDB reads them. */
final class RawFiles {

  private final RawStore store;

  private RawFiles(RawStore store) {
    this.store = store;
  }

  /**
   * Lists a raw store.
   *
   * @throws InvalidRawStore if there is none
   */
  static RawFiles in(Path folder) {
    return new RawFiles(RawStore.in(folder));
  }

  /**
   * A query for what stands behind {@code FROM}: {@code topic, partition, offset, received_at} of
   * the records of a time, and further columns.
   */
  String select(long from, long to, String... more) {
    List<String> within = store.files(from, to).stream().map(Path::toString).toList();
    String further = more.length == 0 ? "" : ", " + String.join(", ", more);
    if (within.isEmpty()) {
      return "(SELECT NULL::VARCHAR AS topic, NULL::INTEGER AS partition, NULL::BIGINT AS"
          + " \"offset\", NULL::TIMESTAMPTZ AS received_at"
          + further.replace(", ", ", NULL::BLOB AS ")
          + " WHERE false)";
    }
    // Text of another writer may be plain bytes for Parquet. Payloads are bytes and must stay so.
    boolean isPlain = more.length == 0;
    return "(SELECT "
        + (isPlain ? "topic" : "decode(topic::BLOB) AS topic")
        + ", partition::INTEGER AS partition, \"offset\"::BIGINT AS \"offset\","
        + " received_at::TIMESTAMPTZ AS received_at"
        + further
        + " FROM read_parquet("
        + Sql.list(within)
        + ", hive_partitioning = false, binary_as_string = "
        + isPlain
        + ") WHERE "
        + Sql.within("received_at", from, to)
        + ")";
  }
}
