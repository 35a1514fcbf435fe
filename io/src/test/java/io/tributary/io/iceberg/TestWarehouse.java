package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import io.tributary.transforms.warehouse.Warehouse;
import io.tributary.transforms.warehouse.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.JsonUtil;

/** A warehouse in a temporary folder: runs on it, and what Iceberg's own reader finds in it. */
final class TestWarehouse {

  static final Rules RULES = Rules.defaults();

  private final Path folder;
  private final CatalogConfig config;

  /** What the last runs said when they were prepared. */
  final List<String> said = new ArrayList<>();

  TestWarehouse(Path folder) {
    this.folder = folder;
    this.config = CatalogConfig.embedded(folder);
  }

  CatalogConfig config() {
    return config;
  }

  static DayRange days(String from, String to) {
    return new DayRange(LocalDate.parse(from), LocalDate.parse(to));
  }

  PreparedRun prepare(SchemaRegistry registry, DayRange days, String runId) {
    return prepare(registry, RULES, days, runId);
  }

  PreparedRun prepare(SchemaRegistry registry, Rules rules, DayRange days, String runId) {
    return PreparedRun.prepare(config, registry, rules, days, runId, said::add);
  }

  static List<WrittenFile> write(Warehouse warehouse, Collection<TableRow> rows) {
    Warehouse.Files files = warehouse.openFiles();
    rows.forEach(files::write);
    return files.finish();
  }

  /** A whole run. */
  CommitReport run(SchemaRegistry registry, DayRange days, String runId, TableRow... rows) {
    try (PreparedRun run = prepare(registry, days, runId)) {
      run.warehouse().commit(write(run.warehouse(), List.of(rows)), table -> {});
      return run.report();
    }
  }

  /** Appends a row as another program would: with a catalog of its own and without the lock. */
  void append(String name, SchemaRegistry registry, TableRow row) {
    on(
        name,
        table -> {
          IcebergFiles files = new IcebergFiles(Map.of(name, table), registry, 0, "another");
          files.write(row);
          String descriptor =
              new String(files.finish().get(0).descriptor(), StandardCharsets.UTF_8);
          table
              .newAppend()
              .appendFile(
                  (DataFile)
                      JsonUtil.parse(
                          descriptor, node -> ContentFileParser.fromJson(node, table.specs())))
              .commit();
          return null;
        });
  }

  /** Keeps every file as it is now: the moment at which a process is killed. */
  void freeze() {
    copy(folder, frozen());
  }

  /** Puts back what {@link #freeze} kept, whatever was done since. */
  void thaw() {
    delete(folder);
    copy(frozen(), folder);
    delete(frozen());
  }

  /** Ends a run as if its process were killed now. */
  void kill(PreparedRun run) {
    freeze();
    run.close();
    thaw();
  }

  private Path frozen() {
    return folder.resolveSibling(folder.getFileName() + ".frozen");
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T on(String name, Function<Table, T> question) {
    try (OpenCatalog catalog = config.open()) {
      return question.apply(catalog.catalog().loadTable(catalog.table(name)));
    }
  }

  /** All rows in the order of their offset or time, as maps of column to value. */
  List<Map<String, Object>> rows(String name) {
    return on(
        name,
        table -> {
          List<Map<String, Object>> rows = new ArrayList<>();
          try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            records.forEach(record -> rows.add(plain(record)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          rows.sort(
              table.schema().findField("kafka_offset") == null
                  ? Comparator.comparing(row -> row.get("closed_at").toString())
                  : Comparator.comparing(row -> (Long) row.get("kafka_offset")));
          return rows;
        });
  }

  List<Object> values(String name, String column) {
    return rows(name).stream().map(row -> row.get(column)).toList();
  }

  private static Map<String, Object> plain(Record record) {
    Map<String, Object> values = new LinkedHashMap<>();
    Types.StructType type = record.struct();
    for (int i = 0; i < type.fields().size(); i++) {
      values.put(type.fields().get(i).name(), plain(record.get(i)));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return plain(record);
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(element -> values.add(plain(element)));
      return values;
    }
    return value;
  }

  /** The data files of the current snapshot by their partition's day. */
  Map<LocalDate, List<DataFile>> files(String name) {
    return on(
        name,
        table -> {
          Map<LocalDate, List<DataFile>> files = new TreeMap<>();
          try (CloseableIterable<FileScanTask> tasks =
              table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
              StructLike partition = task.file().partition();
              files
                  .computeIfAbsent(
                      LocalDate.ofEpochDay(partition.get(0, Integer.class)),
                      day -> new ArrayList<>())
                  .add(task.file());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return files;
        });
  }

  List<Snapshot> snapshots(String name) {
    return on(
        name,
        table -> {
          List<Snapshot> snapshots = new ArrayList<>();
          table.snapshots().forEach(snapshots::add);
          return snapshots;
        });
  }

  /** All files of the warehouse, the catalog's own aside, relative to its folder. */
  TreeSet<String> everything() {
    try (Stream<Path> walk = Files.walk(folder)) {
      TreeSet<String> names = new TreeSet<>();
      walk.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.startsWith("catalog.db"))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files under {@code _runs}. */
  TreeSet<String> journal() {
    TreeSet<String> names = new TreeSet<>();
    everything().stream()
        .filter(name -> name.startsWith("_runs/"))
        .forEach(name -> names.add(name.substring("_runs/".length())));
    return names;
  }
}
