package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.io.iceberg.PendingCommit.TablePart;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Committed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.JsonUtil;
import org.apache.iceberg.util.SnapshotUtil;

/** Makes a run's files visible: per table one snapshot that overwrites exactly the run's days. */
final class Committer {

  /** Summary property: hash of what was committed. */
  static final String TOKEN = "tributary.commit-token";

  /** Summary property: the run that committed. */
  static final String RUN = "tributary.run-id";

  private final OpenCatalog catalog;

  Committer(OpenCatalog catalog) {
    this.catalog = catalog;
  }

  /** Another writer has changed the days of a run while it was at work. */
  static final class Conflict extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private Conflict(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Commits table by table, after all have been looked at.
   *
   * @throws Conflict if another writer has changed one of them in the run's days
   */
  void commit(PendingCommit pending, Consumer<Committed> committed) {
    for (TablePart part : pending.tables()) {
      Table table = load(part, pending);
      if (!isCommitted(table, part.token()) && isChanged(table, part, pending)) {
        throw conflict(part, pending, null);
      }
    }
    for (TablePart part : pending.tables()) {
      Table table = load(part, pending);
      if (!isCommitted(table, part.token())) {
        commit(table, part, pending);
      }
      table.refresh();
      committed.accept(new Committed(part.name(), snapshotOf(table, part.token())));
    }
  }

  private Table load(TablePart part, PendingCommit pending) {
    try {
      return catalog.catalog().loadTable(catalog.table(part.name()));
    } catch (NoSuchTableException e) {
      throw conflict(part, pending, e);
    }
  }

  private Conflict conflict(TablePart part, PendingCommit pending, Throwable cause) {
    long done = countCommitted(pending);
    return new Conflict(
        "Another writer has changed "
            + part.name()
            + " in "
            + pending.days()
            + " since this run began; nothing of it was overwritten"
            + (done == 0 ? "" : ", but " + done + " other tables have the rows of this run")
            + ". Run the replay again",
        cause);
  }

  /** How many of the tables already have their part. */
  long countCommitted(PendingCommit pending) {
    return pending.tables().stream()
        .filter(part -> catalog.catalog().tableExists(catalog.table(part.name())))
        .filter(
            part ->
                isCommitted(catalog.catalog().loadTable(catalog.table(part.name())), part.token()))
        .count();
  }

  /** Whether the files of these days are others than when the run began. */
  private static boolean isChanged(Table table, TablePart part, PendingCommit pending) {
    Long base = base(table, part, pending.runId());
    Snapshot now = table.currentSnapshot();
    if (now == null ? base == null : base != null && base == now.snapshotId()) {
      return false;
    }
    if (now == null || (base != null && table.snapshot(base) == null)) {
      return true;
    }
    Expression days = filter(part.name(), pending.days());
    Set<String> before = base == null ? Set.of() : files(table, base, days);
    return !before.equals(files(table, now.snapshotId(), days));
  }

  private static Set<String> files(Table table, long snapshot, Expression filter) {
    Set<String> names = new HashSet<>();
    try (CloseableIterable<FileScanTask> files =
        table.newScan().useSnapshot(snapshot).filter(filter).planFiles()) {
      for (FileScanTask task : files) {
        names.add(task.file().location());
        task.deletes().forEach(deletes -> names.add(deletes.location()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private static boolean isCommitted(Table table, String token) {
    return snapshotOf(table, token) != Committed.NO_SNAPSHOT;
  }

  /** The snapshot that a commit made, if it made one. */
  static long snapshotOf(Table table, String token) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (token.equals(snapshot.summary().get(TOKEN))) {
        return snapshot.snapshotId();
      }
    }
    return Committed.NO_SNAPSHOT;
  }

  private void commit(Table table, TablePart part, PendingCommit pending) {
    Expression days = filter(part.name(), pending.days());
    Map<String, String> rules = changed(table, pending.rules());
    if (part.files().isEmpty() && rules.isEmpty() && isEmpty(table, days)) {
      return; // nothing there before, nothing there after
    }
    Transaction transaction = table.newTransaction();
    if (!rules.isEmpty()) {
      UpdateProperties update = transaction.updateProperties();
      rules.forEach(update::set);
      update.commit();
    }
    OverwriteFiles overwrite =
        transaction
            .newOverwrite()
            .overwriteByRowFilter(days)
            .conflictDetectionFilter(days)
            .validateNoConflictingData()
            .validateNoConflictingDeletes()
            .set(TOKEN, part.token())
            .set(RUN, pending.runId());
    Long base = base(table, part, pending.runId());
    if (base != null) {
      overwrite.validateFromSnapshot(base);
    }
    part.files().forEach(json -> overwrite.addFile(dataFile(table, json)));
    try {
      overwrite.commit();
      transaction.commitTransaction();
    } catch (ValidationException e) {
      throw conflict(part, pending, e);
    }
  }

  /** What concurrent writers are looked for after: the run's start, or its own last commit. */
  private static Long base(Table table, TablePart part, String runId) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (runId.equals(snapshot.summary().get(RUN))) {
        return snapshot.snapshotId();
      }
    }
    return part.baseSnapshot();
  }

  private static Map<String, String> changed(Table table, Map<String, String> rules) {
    Map<String, String> changed = new TreeMap<>(rules);
    changed
        .entrySet()
        .removeIf(rule -> rule.getValue().equals(table.properties().get(rule.getKey())));
    return changed;
  }

  /** The rows of these days, as Iceberg's filter on the column that the table is partitioned by. */
  static Expression filter(String table, DayRange days) {
    String column = TableSchemas.partitionColumn(table);
    Expression filter = Expressions.alwaysTrue();
    if (days.from() != null) {
      filter =
          Expressions.and(filter, Expressions.greaterThanOrEqual(column, days.fromMillis() * 1000));
    }
    if (days.to() != null) {
      filter = Expressions.and(filter, Expressions.lessThan(column, days.toMillis() * 1000));
    }
    return filter;
  }

  private static boolean isEmpty(Table table, Expression filter) {
    try (CloseableIterable<FileScanTask> files = table.newScan().filter(filter).planFiles()) {
      return !files.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataFile dataFile(Table table, String json) {
    return (DataFile) JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs()));
  }
}
