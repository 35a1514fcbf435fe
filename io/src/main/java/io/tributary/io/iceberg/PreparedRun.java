package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.schemas.table.EventTables;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;

/**
 * A run on a warehouse from its launch to its end: locks the warehouse, puts right what killed runs
 * left, makes and evolves the tables, and cleans up after itself.
 */
public final class PreparedRun implements AutoCloseable {

  private static final long DAY = 86_400_000L;

  private final CatalogConfig config;
  private final RunJournal journal;
  private final RunJournal.Lock lock;
  private final String runId;
  private final IcebergWarehouse warehouse;
  private final Set<String> flags;

  private PreparedRun(
      CatalogConfig config,
      RunJournal journal,
      RunJournal.Lock lock,
      String runId,
      IcebergWarehouse warehouse,
      Set<String> flags) {
    this.config = config;
    this.journal = journal;
    this.lock = lock;
    this.runId = runId;
    this.warehouse = warehouse;
    this.flags = flags;
  }

  /**
   * Prepares a run.
   *
   * @param config where the tables are
   * @param registry the schemas whose tables are wanted
   * @param rules the rules that the rows are made by
   * @param days what will be overwritten
   * @param runId a name for the run that no other has
   * @param say is told in one line what was found and put right
   * @throws InvalidWarehouse if another run is at work, if a stream is attached that is still to
   *     write some of the days, if the tables were made by other rules or hold a column of another
   *     type
   */
  public static PreparedRun prepare(
      CatalogConfig config,
      SchemaRegistry registry,
      Rules rules,
      DayRange days,
      String runId,
      Consumer<String> say) {
    Path folder = Path.of(config.folder());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidWarehouse(
          folder + " cannot be made (" + e.getMessage() + "); give --warehouse a folder", e);
    }
    RunJournal journal = RunJournal.in(config.folder());
    RunJournal.Lock lock =
        journal
            .lock()
            .orElseThrow(
                () ->
                    new InvalidWarehouse(
                        "Another run is writing to " + folder + "; wait for it to end"));
    Optional<StreamRecord> stream = StreamRecord.read(config);
    Set<String> flags = flags(config, days);
    // Not kept open: on SQLite a connection that has read may keep the commit from writing.
    try (OpenCatalog catalog = config.open()) {
      stream.ifPresent(attached -> checkStream(config, attached, days));
      createNamespace(catalog);
      Recovery recovery = new Recovery(catalog, journal, say);
      recovery.finishCommits();
      List<String> unfinished = journal.unfinished();
      journal.start(runId);
      Map<String, Table> tables = tables(catalog, registry, rules, days, journal, runId);
      // A stream may be about to commit: what it has written of metadata is nobody's to delete.
      recovery.cleanUp(
          unfinished,
          stream.isPresent() && stream.get().isAttached() ? Instant.MIN : journal.startedAt(runId));
      Map<String, Table> travelling = new HashMap<>();
      Map<String, Long> snapshots = new HashMap<>();
      tables.forEach(
          (name, table) -> {
            travelling.put(name, SerializableTable.copyOf(table));
            Snapshot current = table.currentSnapshot();
            snapshots.put(name, current == null ? null : current.snapshotId());
          });
      return new PreparedRun(
          config,
          journal,
          lock,
          runId,
          new IcebergWarehouse(config, registry, rules, days, runId, travelling, snapshots),
          flags);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The stream and a replay never write the same day. */
  private static void checkStream(CatalogConfig config, StreamRecord stream, DayRange days) {
    if (!stream.isAttached()) {
      return;
    }
    if (days.to() == null) {
      throw new InvalidWarehouse(
          "A replay without --to closes every session, and a stream writes to "
              + config.folder()
              + "; give --to, or finish the stream first: ./tributary finish --warehouse "
              + config.folder());
    }
    if (days.toMillis() > stream.committedThrough()) {
      throw new InvalidWarehouse(
          "The stream of "
              + config.folder()
              + (stream.committedThrough() == Long.MIN_VALUE
                  ? " has not committed anything yet"
                  : " has committed the rows before "
                      + Instant.ofEpochMilli(stream.committedThrough()))
              + ", which is before the end of "
              + days.to().minusDays(1)
              + "; give an earlier --to, or wait for it");
    }
  }

  /** The stream's flags that this run will make good. */
  private static Set<String> flags(CatalogConfig config, DayRange days) {
    Set<String> flags = new TreeSet<>(StreamJournal.in(config.folder()).flags());
    flags.removeIf(flag -> !days.contains(StreamJournal.day(flag).toEpochDay() * DAY));
    return flags;
  }

  static void createNamespace(OpenCatalog catalog) {
    if (catalog.catalog() instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(catalog.namespace())) {
      namespaces.createNamespace(catalog.namespace());
    }
  }

  private static Map<String, Table> tables(
      OpenCatalog catalog,
      SchemaRegistry registry,
      Rules rules,
      DayRange days,
      RunJournal journal,
      String runId) {
    try {
      return new TablePreparation(catalog, rules, days).prepare(EventTables.of(registry));
    } catch (InvalidWarehouse refused) {
      journal.end(runId); // nothing was made
      throw refused;
    }
  }

  /**
   * Where an engine may spill while a run goes on: inside the warehouse folder, so that what a
   * killed run left is found and deleted by the next.
   */
  public static Path temporaryFolder(CatalogConfig config, String runId) {
    return RunJournal.in(config.folder()).temporary(runId);
  }

  public Warehouse warehouse() {
    return warehouse;
  }

  /** What was committed, when the pipeline has ended well. */
  public CommitReport report() {
    return journal
        .report(runId)
        .orElseThrow(() -> new IllegalStateException("Run " + runId + " has not committed"));
  }

  /** Deletes what failed attempts left, and lets go of the warehouse. */
  @Override
  public void close() {
    try (lock) {
      if (journal.pending(runId).isEmpty()) {
        try (OpenCatalog catalog = config.open()) {
          SessionsView.ensure(catalog);
          new Recovery(catalog, journal, line -> {}).cleanData(runId);
        }
        if (journal.report(runId).isPresent()) {
          StreamJournal.in(config.folder()).unflag(flags);
        }
        journal.end(runId);
      }
      journal.deleteTemporary(runId);
    }
  }

  /** Where the tables are. */
  public CatalogConfig config() {
    return config;
  }
}
