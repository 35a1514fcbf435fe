package io.tributary.runners.audit;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What is audited.
 *
 * @param raw the raw store's folder
 * @param catalog where the tables are
 * @param days days of {@code received_at}; up to seven days before them are read to compare with
 * @param examples how many offending coordinates, gaps and sessions of each kind are named
 * @param memory what DuckDB may hold in memory before it spills, such as {@code 2GB}
 */
public record AuditScope(
    Path raw, CatalogConfig catalog, DayRange days, int examples, String memory) {

  /** How many of a kind are named by default. */
  public static final int DEFAULT_EXAMPLES = 5;

  public AuditScope {
    Objects.requireNonNull(raw, "raw");
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(days, "days");
    Objects.requireNonNull(memory, "memory");
    if (examples < 0) {
      throw new IllegalArgumentException("Examples must not be negative, was " + examples);
    }
  }

  /** All days. */
  public static AuditScope of(Path raw, CatalogConfig catalog) {
    return new AuditScope(raw, catalog, DayRange.all(), DEFAULT_EXAMPLES, Queries.DEFAULT_MEMORY);
  }

  /** The same for these days. */
  public AuditScope withDays(DayRange range) {
    return new AuditScope(raw, catalog, range, examples, memory);
  }

  /** The same with another limit for DuckDB. */
  public AuditScope withMemory(String limit) {
    return new AuditScope(raw, catalog, days, examples, limit);
  }
}
