package io.tributary.runners.cli;

import io.tributary.io.iceberg.CatalogConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say which warehouse. */
final class WarehouseOptions {

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      required = true,
      description = "Warehouse folder; what writes makes it where it does not exist.")
  Path warehouse;

  @Option(
      names = "--catalog",
      paramLabel = "KEY=VALUE",
      description = "Property of an Iceberg catalog; default: SQLite in the warehouse folder.")
  Map<String, String> catalog = new LinkedHashMap<>();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = CatalogConfig.DEFAULT_NAMESPACE,
      description = "Namespace of the tables. Default: ${DEFAULT-VALUE}.")
  String namespace;

  /** What they say. */
  CatalogConfig config() {
    return CatalogConfig.embedded(warehouse).with(namespace, catalog);
  }
}
