package io.tributary.io.iceberg;

import java.io.Serializable;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Where the tables are: any catalog that Iceberg knows, named by its own properties. Travels to the
 * workers.
 *
 * @param folder the warehouse folder; it also holds the records of runs
 * @param namespace the tables' namespace
 * @param properties Iceberg's catalog properties
 */
public record CatalogConfig(String folder, String namespace, HashMap<String, String> properties)
    implements Serializable {

  /** Namespace of the embedded catalog. */
  public static final String DEFAULT_NAMESPACE = "analytics";

  /** The catalog's name inside its own database. */
  public static final String NAME = "tributary";

  /** The embedded default: a JDBC catalog on SQLite, {@code catalog.db} in the warehouse folder. */
  public static CatalogConfig embedded(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    HashMap<String, String> properties = new HashMap<>();
    properties.put(CatalogUtil.ICEBERG_CATALOG_TYPE, CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC);
    properties.put(
        CatalogProperties.URI,
        "jdbc:sqlite:" + absolute.resolve("catalog.db") + "?busy_timeout=30000");
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, absolute.toString());
    properties.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
    properties.put(CatalogProperties.CLIENT_POOL_SIZE, "1"); // SQLite takes one writer
    properties.put("jdbc.schema-version", "V1"); // views
    return new CatalogConfig(absolute.toString(), DEFAULT_NAMESPACE, properties);
  }

  /** The same with some of Iceberg's properties set otherwise, or a whole other catalog. */
  public CatalogConfig with(String namespaceName, Map<String, String> more) {
    HashMap<String, String> properties = new HashMap<>(this.properties);
    if (more.containsKey(CatalogUtil.ICEBERG_CATALOG_TYPE)
        || more.containsKey(CatalogProperties.CATALOG_IMPL)) {
      properties.clear();
      properties.put(CatalogProperties.WAREHOUSE_LOCATION, folder);
    }
    properties.putAll(more);
    return new CatalogConfig(folder, namespaceName, properties);
  }

  /**
   * JDBC looks for drivers once per process, with the class loader of whoever asks first: in a
   * Flink cluster, that of a job before. So each job makes its own known.
   */
  private static final class Drivers {
    static {
      ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).forEach(known -> {});
    }

    static void makeKnown() {}
  }

  /** Opens the catalog; the caller closes it where it can be closed. */
  OpenCatalog open() {
    Drivers.makeKnown();
    Catalog catalog = CatalogUtil.buildIcebergCatalog(NAME, properties, new Configuration(false));
    return new OpenCatalog(catalog, Namespace.of(namespace));
  }

  /** A catalog in use. */
  record OpenCatalog(Catalog catalog, Namespace namespace) implements AutoCloseable {
    TableIdentifier table(String name) {
      return TableIdentifier.of(namespace, name);
    }

    @Override
    public void close() {
      if (catalog instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("Cannot close the catalog", e);
        }
      }
    }
  }
}
