package io.tributary.runners.audit;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.transforms.partition.DayRange;
import java.time.Instant;
import java.util.List;

/**
 * What raw store and warehouse say about each other, from their own rows: whether every raw record
 * has ended in exactly one row, and what is out of line with the days before.
 *
 * @param days the days that were audited
 * @param completeBefore where a stream is attached, the time before which raw store and tables are
 *     complete, what was received later being left aside; null where all is judged
 * @param ledger raw records against rows
 * @param partitions the raw store's partitions and the gaps in their offsets
 * @param sessions sessions against event rows
 * @param trends what the days are like; the up to seven days before the audited ones included
 * @param findings what is out of line, warnings first
 */
public record Audit(
    DayRange days,
    Instant completeBefore,
    Ledger ledger,
    List<PartitionOffsets> partitions,
    SessionCheck sessions,
    Trends trends,
    List<Finding> findings) {

  public Audit {
    partitions = List.copyOf(partitions);
    findings = List.copyOf(findings);
  }

  /** Told what is read, since it can take long. */
  public interface Listener {

    /** Is told nothing. */
    Listener NONE = (what, number, of) -> {};

    /**
     * A step begins.
     *
     * @param what in words, such as {@code events_page_viewed}
     * @param number which step it is, from 1
     * @param of how many there are
     */
    void reading(String what, int number, int of);
  }

  /**
   * Audits all days.
   *
   * @throws InvalidRawStore if there is no raw store
   * @throws InvalidWarehouse if there is no warehouse
   */
  public static Audit of(AuditScope scope) {
    return of(scope, Listener.NONE);
  }

  /**
   * Audits.
   *
   * @throws InvalidRawStore if there is no raw store
   * @throws InvalidWarehouse if there is no warehouse
   * @throws IllegalArgumentException if the memory limit is no amount
   * @throws AuditFailed if something cannot be read, or memory or disk does not suffice
   */
  public static Audit of(AuditScope scope, Listener listener) {
    return new AuditRun(scope, listener).audit();
  }

  /** Whether every raw record has exactly one row, and every row a raw record. */
  public boolean isConserved() {
    return ledger.isConserved();
  }
}
