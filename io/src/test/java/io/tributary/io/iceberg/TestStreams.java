package io.tributary.io.iceberg;

import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.transforms.warehouse.Append;
import io.tributary.transforms.warehouse.AppendWarehouse;
import io.tributary.transforms.warehouse.TableCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stream on a test warehouse, as the graph would drive it. */
final class TestStreams {

  static final List<String> TOPICS = List.of("events");

  /** Where the stream stands: what a checkpoint would save. */
  record State(long sequence, Map<String, Long> ends) {}

  private final AppendWarehouse appends;
  private long sequence;
  private final Map<String, Long> ends = new TreeMap<>();

  TestStreams(AppendWarehouse appends) {
    this.appends = appends;
  }

  static PreparedStream prepare(
      TestWarehouse warehouse, SchemaRegistry schemas, PreparedStream.Start start, String name) {
    return PreparedStream.prepare(
        warehouse.config(), schemas, TestWarehouse.RULES, TOPICS, start, name, warehouse.said::add);
  }

  static TestStreams first(TestWarehouse warehouse, SchemaRegistry schemas) {
    return new TestStreams(
        prepare(warehouse, schemas, PreparedStream.Start.FIRST, "one").appends());
  }

  State save() {
    return new State(sequence, new TreeMap<>(ends));
  }

  void restore(State state) {
    sequence = state.sequence;
    ends.clear();
    ends.putAll(state.ends);
  }

  /** Writes the rows into files and makes one append of them. */
  Append next(long through, TableRow... rows) {
    return next(through, List.of(), rows);
  }

  Append next(long through, List<Long> behind, TableRow... rows) {
    Map<String, List<TableRow>> byTable =
        List.of(rows).stream().collect(Collectors.groupingBy(TableRow::table));
    List<TableCut> cuts = new ArrayList<>();
    new TreeMap<>(byTable)
        .forEach(
            (table, ofTable) -> {
              var files = appends.openFiles();
              ofTable.forEach(files::write);
              cuts.add(
                  new TableCut(
                      table,
                      ends.getOrDefault(table, TableCut.FIRST),
                      through,
                      List.copyOf(files.finish()),
                      behind));
              ends.put(table, through);
            });
    return new Append(sequence++, through, cuts);
  }

  /** The tables that were committed. */
  List<String> append(Append append) {
    List<String> tables = new ArrayList<>();
    appends.append(append, table -> tables.add(table.table()));
    return tables;
  }

  /** Makes an append of these rows. */
  List<String> commit(long through, TableRow... rows) {
    return append(next(through, rows));
  }
}
