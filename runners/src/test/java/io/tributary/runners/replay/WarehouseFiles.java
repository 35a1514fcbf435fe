package io.tributary.runners.replay;

import io.tributary.io.iceberg.CatalogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The files in a warehouse folder against those that its tables name. */
final class WarehouseFiles {

  private WarehouseFiles() {}

  /**
   * Files that no table's metadata names, of none of its snapshots, and that are not the catalog or
   * the record of a run that has ended.
   */
  static List<String> unknown(CatalogConfig config) throws IOException {
    Set<String> known = new TreeSet<>();
    try (JdbcCatalog catalog =
        (JdbcCatalog)
            CatalogUtil.buildIcebergCatalog(
                CatalogConfig.NAME, config.properties(), new Configuration(false))) {
      Namespace namespace = Namespace.of(config.namespace());
      for (TableIdentifier name : catalog.listTables(namespace)) {
        add(catalog.loadTable(name), known);
      }
      for (TableIdentifier view : ((ViewCatalog) catalog).listViews(namespace)) {
        String location = catalog.loadView(view).location();
        try (Stream<Path> files = Files.walk(Path.of(location))) {
          files.forEach(file -> known.add(file.toString()));
        }
      }
    }
    Path folder = Path.of(config.folder());
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !known.contains(file.toString()))
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.matches("catalog\\.db|_runs/lock|_runs/[^.][^/]*\\.json"))
          .sorted()
          .toList();
    }
  }

  private static void add(Table table, Set<String> known) throws IOException {
    TableMetadata metadata = ((BaseTable) table).operations().current();
    known.add(metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> known.add(entry.file()));
    for (Snapshot snapshot : table.snapshots()) {
      known.add(snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        known.add(manifest.path());
        try (CloseableIterable<DataFile> files =
            ManifestFiles.read(manifest, table.io(), table.specs())) {
          files.forEach(file -> known.add(file.location()));
        }
      }
    }
  }
}
