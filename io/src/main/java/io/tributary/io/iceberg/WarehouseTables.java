package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The tables of a warehouse for reading: names at once, files when a table is asked for. Opening
 * changes nothing on disk, also where there is no warehouse.
 */
public final class WarehouseTables implements AutoCloseable {

  private static final String SQLITE = "jdbc:sqlite:";

  private final OpenCatalog catalog;
  private final List<String> names;

  private WarehouseTables(OpenCatalog catalog, List<String> names) {
    this.catalog = catalog;
    this.names = names;
  }

  /**
   * Opens a warehouse.
   *
   * @throws InvalidWarehouse if there is none, or if its catalog cannot be read
   */
  public static WarehouseTables open(CatalogConfig config) {
    requireWarehouse(config);
    OpenCatalog catalog = null;
    try {
      catalog = readOnly(config).open();
      WarehouseTables tables = new WarehouseTables(catalog, namesIn(catalog));
      catalog = null;
      return tables;
    } catch (NoSuchNamespaceException e) {
      throw new InvalidWarehouse(
          config.folder()
              + " has no namespace "
              + config.namespace()
              + "; give --namespace the one that the replay wrote to",
          e);
    } catch (UncheckedSQLException
        | IllegalArgumentException
        | UnsupportedOperationException
        | RESTException e) {
      throw new InvalidWarehouse(
          "The catalog of "
              + config.folder()
              + " cannot be read ("
              + firstLine(e.getCause() == null ? e : e.getCause())
              + "); give --warehouse a folder that a replay wrote, or --catalog its properties",
          e);
    } finally {
      if (catalog != null) {
        catalog.close();
      }
    }
  }

  private static void requireWarehouse(CatalogConfig config) {
    Path database = database(config);
    if (database != null && !Files.isRegularFile(database)) {
      throw new InvalidWarehouse(
          "--warehouse "
              + config.folder()
              + " holds no warehouse; run `./tributary replay` or `./tributary demo` first");
    }
  }

  /** The file of a catalog on SQLite; null of one elsewhere, which says for itself what it has. */
  private static Path database(CatalogConfig config) {
    String uri = config.properties().get(CatalogProperties.URI);
    if (uri == null || !uri.startsWith(SQLITE)) {
      return null;
    }
    String file = uri.substring(SQLITE.length());
    int options = file.indexOf('?');
    return Path.of(options < 0 ? file : file.substring(0, options));
  }

  /**
   * The catalog opened so that it neither makes nor upgrades its own tables. Where the file can be
   * written it is opened for that, since a reader then undoes what a killed writer left half done.
   */
  private static CatalogConfig readOnly(CatalogConfig config) {
    HashMap<String, String> properties = new HashMap<>(config.properties());
    properties.remove("jdbc.schema-version");
    properties.put("jdbc.init-catalog-tables", "false");
    Path database = database(config);
    if (database != null && !Files.isWritable(database)) {
      properties.computeIfPresent(
          CatalogProperties.URI,
          (key, uri) -> uri + (uri.contains("?") ? "&" : "?") + "open_mode=1");
    }
    return new CatalogConfig(config.folder(), config.namespace(), properties);
  }

  private static List<String> namesIn(OpenCatalog catalog) {
    return catalog.catalog().listTables(catalog.namespace()).stream()
        .map(TableIdentifier::name)
        .sorted()
        .toList();
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The names of all tables, sorted. */
  public List<String> names() {
    return names;
  }

  /**
   * One table as it is now.
   *
   * @throws InvalidWarehouse if its files are not on this machine's disks, or if another engine has
   *     given it delete files
   */
  public TableFiles table(String name) {
    Table table = catalog.catalog().loadTable(catalog.table(name));
    List<String> files = new ArrayList<>();
    long rows = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new InvalidWarehouse(
              "Table " + name + " has delete files; rewrite it with the engine that made them");
        }
        files.add(localPath(name, task.file().location()));
        rows += task.file().recordCount();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the metadata of table " + name, e);
    }
    Collections.sort(files);
    return new TableFiles(name, table.schema(), files, rows);
  }

  private static String localPath(String table, String location) {
    String path = LocalFileIO.plain(location);
    if (path.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw new InvalidWarehouse(
          "Table "
              + table
              + " has files in "
              + path.substring(0, path.indexOf("://"))
              + "; only warehouses on a local disk can be queried here, ask an engine that reads"
              + " the catalog");
    }
    return path;
  }

  /** All tables as they are now, by name. */
  public List<TableFiles> tables() {
    return names.stream().map(this::table).toList();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
