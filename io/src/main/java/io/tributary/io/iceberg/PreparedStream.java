package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.io.iceberg.StreamRecord.State;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.schemas.table.EventTables;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.AppendWarehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A warehouse made ready for a stream's launch: folder, namespace and tables are there, and its
 * record says that it runs. It holds no lock: replays of closed days go on beside the stream.
 */
public final class PreparedStream {

  /** What a stream starts from. */
  public enum Start {
    /** Nothing: the tables must be empty. */
    FIRST,
    /** Its saved state. */
    RESUME,
    /** State rebuilt from the raw store; the rows that are there are not written again. */
    REBUILD
  }

  /** Not all days, so that rules other than those of the tables are refused. */
  private static final DayRange FROM_SOME_DAY = new DayRange(LocalDate.EPOCH, null);

  private final IcebergAppends appends;
  private final StreamRecord record;

  private PreparedStream(IcebergAppends appends, StreamRecord record) {
    this.appends = appends;
    this.record = record;
  }

  /**
   * Prepares a warehouse. A job that its own cluster restarts needs no preparation.
   *
   * @param config where the tables are
   * @param registry the schemas whose tables are wanted
   * @param rules the rules that the rows are made by
   * @param topics what the stream reads
   * @param start what the stream starts from
   * @param stream a name for it that no other has; a resumed stream keeps the one it has
   * @param say is told in one line what was found and put right
   * @throws InvalidWarehouse if the warehouse does not allow this start, if the tables were made by
   *     other rules or hold a column of another type
   */
  public static PreparedStream prepare(
      CatalogConfig config,
      SchemaRegistry registry,
      Rules rules,
      List<String> topics,
      Start start,
      String stream,
      Consumer<String> say) {
    Path folder = Path.of(config.folder());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidWarehouse(
          folder + " cannot be made (" + e.getMessage() + "); give --warehouse a folder", e);
    }
    RunJournal runs = RunJournal.in(config.folder());
    Optional<RunJournal.Lock> lock = runs.lock();
    try {
      if (lock.isEmpty() && start != Start.RESUME) {
        throw new InvalidWarehouse(
            "A replay is writing to " + folder + "; wait for it to end, then start the stream");
      }
      try (OpenCatalog catalog = config.open()) {
        return prepare(
            config, catalog, registry, rules, topics, start, stream, lock.isPresent(), say);
      }
    } finally {
      lock.ifPresent(RunJournal.Lock::close);
    }
  }

  private static PreparedStream prepare(
      CatalogConfig config,
      OpenCatalog catalog,
      SchemaRegistry registry,
      Rules rules,
      List<String> topics,
      Start start,
      String stream,
      boolean isAlone,
      Consumer<String> say) {
    PreparedRun.createNamespace(catalog);
    StreamJournal journal = StreamJournal.in(config.folder());
    Optional<StreamRecord> before = journal.read();
    StreamStart decision = new StreamStart(config.folder(), before, topics);
    StreamRecord record =
        switch (start) {
          case FIRST -> decision.first(stream, hasRows(catalog));
          case RESUME -> decision.resume();
          case REBUILD -> decision.rebuild(stream, hasRows(catalog), through(catalog));
        };
    if (isAlone) {
      new Recovery(catalog, RunJournal.in(config.folder()), say).finishCommits();
    }
    Map<String, Table> tables =
        new TablePreparation(catalog, rules, FROM_SOME_DAY).prepare(EventTables.of(registry));
    SessionsView.ensure(catalog);
    journal.write(record);
    if (before.isPresent() && !before.get().stream().equals(record.stream())) {
      // Nothing of the old stream can be appended any more, now that the record names another.
      new Recovery(catalog, RunJournal.in(config.folder()), say)
          .cleanData(IcebergAppends.folderName(before.get().stream()));
    }
    Map<String, Table> travelling = new HashMap<>();
    tables.forEach((name, table) -> travelling.put(name, SerializableTable.copyOf(table)));
    return new PreparedStream(
        new IcebergAppends(config, registry, rules, record.stream(), travelling), record);
  }

  /**
   * Whether any table of ours has rows. A stream without saved state must not be started then.
   *
   * @param config where the tables are; nothing is made where there is nothing
   */
  public static boolean hasRows(CatalogConfig config) {
    if (!Files.isDirectory(Path.of(config.folder()))) {
      return false;
    }
    try (OpenCatalog catalog = config.open()) {
      return hasRows(catalog);
    }
  }

  private static boolean hasRows(OpenCatalog catalog) {
    PreparedRun.createNamespace(catalog);
    for (TableIdentifier id : catalog.catalog().listTables(catalog.namespace())) {
      Table table = catalog.catalog().loadTable(id);
      if (TablePreparation.isOurs(table) && hasRows(table)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasRows(Table table) {
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, Long> through(OpenCatalog catalog) {
    SortedMap<String, Long> through = new TreeMap<>();
    for (TableIdentifier id : catalog.catalog().listTables(catalog.namespace())) {
      OptionalLong end = StreamCommitter.through(catalog.catalog().loadTable(id));
      end.ifPresent(millis -> through.put(id.name(), millis));
    }
    return through;
  }

  /**
   * Notes that the stream was stopped with its state saved.
   *
   * @return whether there is a stream that had not ended
   */
  public static boolean stopped(CatalogConfig config) {
    StreamJournal journal = StreamJournal.in(config.folder());
    Optional<StreamRecord> record = journal.read().filter(StreamRecord::isAttached);
    record.ifPresent(running -> journal.write(running.withState(State.STOPPED)));
    return record.isPresent();
  }

  /** The tables, for the graph. */
  public AppendWarehouse appends() {
    return appends;
  }

  /** The stream's name and how far it has come. */
  public StreamRecord record() {
    return record;
  }

  /**
   * By table, before which time its rows are there already and must be dropped. It is empty where
   * the stream was never rebuilt, and the same at each resumption of one that was: what a rebuild
   * left in the stream's state may come out later.
   */
  public SortedMap<String, Long> tableThrough() {
    return record.beyond();
  }

  /** The same of all other tables; the smallest number where the stream was never rebuilt. */
  public long othersThrough() {
    return record.beyondOthers();
  }

  /** Decides whether a stream may start, and with which record. */
  private record StreamStart(String folder, Optional<StreamRecord> before, List<String> topics) {

    StreamRecord first(String stream, boolean hasRows) {
      if (hasRows) {
        throw new InvalidWarehouse(
            folder
                + (before.isPresent()
                    ? " holds the rows of a stream, and no state to go on from is given; resume it"
                        + " with its checkpoint, or start it with --rebuild"
                    : " holds rows that no stream wrote; give --warehouse another folder"));
      }
      return new StreamRecord(
          stream,
          topics,
          State.RUNNING,
          -1,
          Long.MIN_VALUE,
          new TreeMap<>(),
          Long.MIN_VALUE,
          new TreeSet<>());
    }

    StreamRecord resume() {
      StreamRecord record =
          before.orElseThrow(
              () ->
                  new InvalidWarehouse(
                      folder
                          + " knows of no stream that could be resumed; give --warehouse the folder"
                          + " that it wrote to"));
      requireAttached(record);
      if (!Set.copyOf(record.topics()).equals(Set.copyOf(topics))) {
        throw new InvalidWarehouse(
            "The stream of "
                + folder
                + " reads "
                + String.join(", ", record.topics())
                + ", and its saved state knows no other topics than these; give --topic "
                + String.join(",", record.topics())
                + ", or start it with --rebuild");
      }
      return record.withState(State.RUNNING);
    }

    StreamRecord rebuild(String stream, boolean hasRows, SortedMap<String, Long> through) {
      if (before.isEmpty() && through.isEmpty()) {
        return first(stream, hasRows);
      }
      before.ifPresent(this::requireAttached);
      long committed = before.map(StreamRecord::committedThrough).orElse(Long.MIN_VALUE);
      SortedMap<String, Long> beyond = new TreeMap<>();
      through.forEach((table, end) -> beyond.put(table, Math.max(end, committed)));
      return new StreamRecord(
          stream,
          topics,
          State.RUNNING,
          -1,
          committed,
          beyond,
          committed,
          before.map(StreamRecord::behindDays).orElseGet(TreeSet::new));
    }

    private void requireAttached(StreamRecord record) {
      if (!record.isAttached()) {
        throw new InvalidWarehouse(
            "The stream of "
                + folder
                + " was finished, with every session closed"
                + (record.committedThrough() == Long.MAX_VALUE
                    ? ""
                    : " at " + Instant.ofEpochMilli(record.committedThrough()))
                + "; give --warehouse another folder");
      }
    }
  }
}
