package io.tributary.runners.report;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a report is about.
 *
 * @param warehouse the warehouse that is read; nothing is written to it
 * @param raw the raw store that its rows came from, or null where it is not to be checked against
 * @param days days of {@code received_at} (of sessions {@code closed_at}), UTC; without a first day
 *     the last {@value #DEFAULT_DAYS} days that hold records
 * @param memory what DuckDB may hold, such as {@code 1GB}
 */
public record ReportScope(CatalogConfig warehouse, Path raw, DayRange days, String memory) {

  /** So many days are looked at where no first day is given. */
  public static final int DEFAULT_DAYS = 28;

  public ReportScope {
    Objects.requireNonNull(warehouse);
    Objects.requireNonNull(days);
    Objects.requireNonNull(memory);
  }

  /** Everything a warehouse tells of its last days. */
  public static ReportScope of(CatalogConfig warehouse, Path raw) {
    return new ReportScope(warehouse, raw, DayRange.all(), Queries.DEFAULT_MEMORY);
  }
}
