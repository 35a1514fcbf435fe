package io.tributary.io.iceberg;

import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Committed;
import io.tributary.transforms.warehouse.Warehouse;
import io.tributary.transforms.warehouse.WrittenFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/**
 * The Iceberg tables of one run, as it travels to the workers. To be had from {@link PreparedRun}.
 */
public final class IcebergWarehouse implements Warehouse {

  private static final long serialVersionUID = 1L;

  /** Tally of late events. */
  public static final String LATE = "late";

  private final CatalogConfig catalog;
  private final SchemaRegistry registry;
  private final Rules rules;
  private final DayRange days;
  private final String runId;
  private final HashMap<String, Table> tables;
  private final HashMap<String, Long> baseSnapshots;

  IcebergWarehouse(
      CatalogConfig catalog,
      SchemaRegistry registry,
      Rules rules,
      DayRange days,
      String runId,
      Map<String, Table> tables,
      Map<String, Long> baseSnapshots) {
    this.catalog = catalog;
    this.registry = registry;
    this.rules = rules;
    this.days = days;
    this.runId = runId;
    this.tables = new HashMap<>(tables);
    this.baseSnapshots = new HashMap<>(baseSnapshots);
  }

  /** Where a run's data files of a table stand: together, so that they can be cleaned up. */
  static String dataFolder(String tableLocation, String runId) {
    return tableLocation + "/data/" + runId;
  }

  @Override
  public Files openFiles() {
    return new IcebergFiles(tables, registry, rules.maxOutOfOrder().toMillis(), runId);
  }

  @Override
  public void commit(List<WrittenFile> files, Consumer<Committed> committed) {
    PendingCommit pending =
        PendingCommit.of(runId, days, rules.asProperties(), tables.keySet(), baseSnapshots, files);
    RunJournal journal = RunJournal.in(catalog.folder());
    journal.writePending(pending);
    try (CatalogConfig.OpenCatalog open = catalog.open()) {
      new Committer(open).commit(pending, committed);
    } catch (Committer.Conflict e) {
      journal.dropPending(runId); // no later attempt would end better
      throw e;
    }
    journal.finishPending(pending);
  }
}
