package io.tributary.io.iceberg;

import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.warehouse.Append;
import io.tributary.transforms.warehouse.AppendWarehouse;
import io.tributary.transforms.warehouse.Committed;
import io.tributary.transforms.warehouse.TableCut;
import io.tributary.transforms.warehouse.Warehouse;
import io.tributary.transforms.warehouse.WrittenFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/**
 * The Iceberg tables of a stream, as it travels to the workers. To be had from {@link
 * PreparedStream}.
 */
public final class IcebergAppends implements AppendWarehouse {

  private static final long serialVersionUID = 1L;

  private final CatalogConfig catalog;
  private final SchemaRegistry registry;
  private final Rules rules;
  private final String stream;
  private final HashMap<String, Table> tables;

  IcebergAppends(
      CatalogConfig catalog,
      SchemaRegistry registry,
      Rules rules,
      String stream,
      Map<String, Table> tables) {
    this.catalog = catalog;
    this.registry = registry;
    this.rules = rules;
    this.stream = stream;
    this.tables = new HashMap<>(tables);
  }

  /** The folder of a stream's data files, where a run has its own name. */
  static String folderName(String stream) {
    return "stream-" + stream;
  }

  @Override
  public Warehouse.Files openFiles() {
    return new IcebergFiles(tables, registry, rules.maxOutOfOrder().toMillis(), folderName(stream));
  }

  @Override
  public void append(Append append, Consumer<Committed> committed) {
    StreamJournal journal = StreamJournal.in(catalog.folder());
    StreamRecord record =
        journal
            .read()
            .orElseThrow(
                () ->
                    new Refused(
                        "The record of the stream is gone from "
                            + catalog.folder()
                            + "; start the stream with --rebuild"));
    if (!record.stream().equals(stream)) {
      throw new Refused("Another stream has taken over " + catalog.folder() + "; cancel this job");
    }
    if (append.sequence() > record.sequence() + 1) {
      throw new OutOfOrder(
          "Append "
              + append.sequence()
              + " cannot be made, the newest in "
              + catalog.folder()
              + " is "
              + record.sequence()
              + ". Where the warehouse was set back, start the stream with --rebuild");
    }
    SortedMap<String, TableCut> cuts = merge(append.cuts());
    if (append.sequence() <= record.sequence() && isThere(cuts, append.sequence())) {
      return; // brought again, perhaps after its successors, which stay
    }
    cuts.values().forEach(cut -> journal.flag(cut.behind(), append.sequence()));
    StreamRecord after = record.withAppend(append.sequence(), append.through());
    if (after.committedThrough() < record.committedThrough()) {
      // The tables go back one by one; nobody may rely on more than what all of them keep.
      journal.write(record.withCommittedThrough(after.committedThrough()));
    }
    if (!cuts.isEmpty()) {
      // Not kept open: two connections to SQLite in one process lock each other.
      try (CatalogConfig.OpenCatalog open = catalog.open()) {
        StreamCommitter committer = new StreamCommitter(open, stream);
        cuts.forEach(
            (table, cut) -> {
              long snapshot = committer.commit(cut, append.sequence());
              committed.accept(new Committed(table, snapshot));
            });
      }
    }
    journal.write(after);
  }

  private boolean isThere(SortedMap<String, TableCut> cuts, long sequence) {
    if (cuts.isEmpty()) {
      return true;
    }
    try (CatalogConfig.OpenCatalog open = catalog.open()) {
      StreamCommitter committer = new StreamCommitter(open, stream);
      return cuts.values().stream().allMatch(cut -> committer.has(cut, sequence));
    }
  }

  /** One cut per table. */
  private static SortedMap<String, TableCut> merge(List<TableCut> cuts) {
    SortedMap<String, TableCut> merged = new TreeMap<>();
    cuts.stream()
        .sorted(Comparator.comparingLong(TableCut::from))
        .forEach(cut -> merged.merge(cut.table(), cut, IcebergAppends::merge));
    return merged;
  }

  private static TableCut merge(TableCut first, TableCut next) {
    if (next.from() != first.through()) {
      throw new Refused(
          "The cuts of "
              + next.table()
              + " do not follow each other; start the stream with --rebuild");
    }
    List<WrittenFile> files = new ArrayList<>(first.files());
    files.addAll(next.files());
    TreeSet<Long> behind = new TreeSet<>(first.behind());
    behind.addAll(next.behind());
    return new TableCut(first.table(), first.from(), next.through(), files, List.copyOf(behind));
  }
}
