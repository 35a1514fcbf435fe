package io.tributary.io.iceberg;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Keeps the history of a table that is committed to every minute short: its metadata names every
 * snapshot and is written anew with each. What is younger than a day stays, for readers, for the
 * replays that are under way and for states a stream may be set back to; so do the newest {@value
 * #KEPT}, and everything since the stream's newest append.
 */
final class SnapshotExpiry {

  private static final int KEPT = 200;

  /** Expiry is a commit of its own and reads manifests, so it is done for many at a time. */
  private static final int AT_LEAST = 100;

  private static final long YOUNG = 86_400_000L;

  private final Table table;
  private final int kept;
  private final int atLeast;
  private final long young;

  private SnapshotExpiry(Table table, int kept, int atLeast, long young) {
    this.table = table;
    this.kept = kept;
    this.atLeast = atLeast;
    this.young = young;
  }

  static SnapshotExpiry of(Table table) {
    return new SnapshotExpiry(table, KEPT, AT_LEAST, YOUNG);
  }

  SnapshotExpiry keeping(int snapshots, int expiringAtLeast) {
    return new SnapshotExpiry(table, snapshots, expiringAtLeast, young);
  }

  SnapshotExpiry youngFor(long millis) {
    return new SnapshotExpiry(table, kept, atLeast, millis);
  }

  /**
   * @param writer summary property of whom the newest snapshot stays, however old it is
   */
  void run(String writer) {
    List<Snapshot> newestFirst = new ArrayList<>();
    SnapshotUtil.currentAncestors(table).forEach(newestFirst::add);
    if (newestFirst.size() < kept + atLeast) {
      return;
    }
    long old = newestFirst.get(0).timestampMillis() - young;
    int needed = Math.max(kept, newestOf(newestFirst, writer) + 1);
    long expiring =
        newestFirst.stream().skip(needed).filter(s -> s.timestampMillis() < old).count();
    if (expiring >= atLeast) {
      table.expireSnapshots().expireOlderThan(old).retainLast(needed).commit();
    }
  }

  private static int newestOf(List<Snapshot> newestFirst, String writer) {
    for (int i = 0; i < newestFirst.size(); i++) {
      if (newestFirst.get(i).summary().containsKey(writer)) {
        return i;
      }
    }
    return -1;
  }
}
