package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What the tables of a stream's warehouse held after each of its commits, against all rows that
 * there ever were to be.
 */
final class ExactCuts {

  private static final String THROUGH = "tributary.stream-through";

  /**
   * What was found.
   *
   * @param commits commits of tables that were looked at
   * @param inTheMiddle those after which a table held some of its rows and not all
   * @param wrong those after which it held others than its rows before the time that the commit
   *     names
   */
  record Found(int commits, int inTheMiddle, List<String> wrong) {}

  private record Row(long time, String hash) {}

  private final Lake lake;
  private final String complete;
  private int commits;
  private int inTheMiddle;
  private final List<String> wrong = new ArrayList<>();

  private ExactCuts(Lake lake, String complete) {
    this.lake = lake;
    this.complete = complete;
  }

  /**
   * @param complete the name, in the lake, of a warehouse with all rows
   */
  static Found in(CatalogConfig warehouse, Lake lake, String complete) throws IOException {
    ExactCuts cuts = new ExactCuts(lake, complete);
    try (JdbcCatalog catalog =
        (JdbcCatalog)
            CatalogUtil.buildIcebergCatalog(
                CatalogConfig.NAME, warehouse.properties(), new Configuration(false))) {
      for (TableIdentifier id : catalog.listTables(Namespace.of(warehouse.namespace()))) {
        Table table = catalog.loadTable(id);
        if (table.currentSnapshot() != null) {
          cuts.look(id.name(), table);
        }
      }
    }
    return new Found(cuts.commits, cuts.inTheMiddle, cuts.wrong);
  }

  private void look(String name, Table table) throws IOException {
    Map<String, List<Row>> byFile = rowsByFile(name, table);
    List<Row> all = rows(name, table, complete + "." + name).values().iterator().next();
    for (Snapshot snapshot : table.snapshots()) {
      long through = Long.parseLong(snapshot.summary().get(THROUGH));
      List<String> held = new ArrayList<>();
      for (String file : files(table, snapshot)) {
        byFile.get(file).forEach(row -> held.add(row.hash));
      }
      List<String> due =
          all.stream().filter(row -> row.time < through).map(Row::hash).sorted().toList();
      held.sort(Comparator.naturalOrder());
      commits++;
      inTheMiddle += due.size() < all.size() ? 1 : 0;
      if (!held.equals(due)) {
        wrong.add(
            name + " held " + held.size() + " rows, not the " + due.size() + " before " + through);
      }
    }
  }

  private Map<String, List<Row>> rowsByFile(String name, Table table) throws IOException {
    List<String> files = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      files.addAll(files(table, snapshot));
    }
    String quoted =
        files.stream().distinct().map(f -> "'" + f + "'").collect(Collectors.joining(", "));
    return rows(
        name, table, "read_parquet([" + quoted + "], union_by_name = true, filename = true)");
  }

  /** Rows by the column {@code filename}, or under one name where there is no such column. */
  private Map<String, List<Row>> rows(String name, Table table, String from) {
    String columns =
        table.schema().columns().stream()
            .map(NestedField::name)
            .map(column -> "\"" + column + "\" := x.\"" + column + "\"")
            .collect(Collectors.joining(", "));
    String file = from.startsWith("read_parquet") ? "x.filename" : "''";
    String time = name.equals("sessions") ? "closed_at" : "received_at";
    Map<String, List<Row>> rows = new HashMap<>();
    for (String line :
        lake.ask(
            "SELECT "
                + file
                + ", epoch_ms(x."
                + time
                + "), hash(struct_pack("
                + columns
                + ")) FROM "
                + from
                + " x")) {
      String[] cells = line.split("\\|");
      rows.computeIfAbsent(cells[0], any -> new ArrayList<>())
          .add(new Row(Long.parseLong(cells[1]), cells[2]));
    }
    return rows;
  }

  private static List<String> files(Table table, Snapshot snapshot) throws IOException {
    try (CloseableIterable<FileScanTask> tasks =
            table.newScan().useSnapshot(snapshot.snapshotId()).planFiles();
        Stream<FileScanTask> files = StreamSupport.stream(tasks.spliterator(), false)) {
      return files.map(task -> task.file().location().replaceFirst("^file:", "")).toList();
    }
  }
}
