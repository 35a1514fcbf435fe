package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.rules.Rules;
import io.tributary.schemas.table.EventTables;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.partition.DayRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Makes the tables that the schemas ask for, and gives new columns to those that are there. */
final class TablePreparation {

  private final OpenCatalog catalog;
  private final Rules rules;
  private final DayRange days;

  TablePreparation(OpenCatalog catalog, Rules rules, DayRange days) {
    this.catalog = catalog;
    this.rules = rules;
    this.days = days;
  }

  /**
   * All tables of the warehouse by name: also those whose event type is no longer registered, but
   * none that others have put into the namespace.
   */
  Map<String, Table> prepare(EventTables eventTables) {
    Map<String, Schema> wanted = new LinkedHashMap<>();
    for (String name :
        List.of(TableNames.DEAD_LETTERS, TableNames.DUPLICATES, TableNames.SESSIONS)) {
      wanted.put(name, TableSchemas.of(name));
    }
    eventTables
        .tables()
        .forEach((name, table) -> wanted.put(name, TableSchemas.ofEvents(table.properties())));
    Map<String, Table> tables = new TreeMap<>();
    for (TableIdentifier id : catalog.catalog().listTables(catalog.namespace())) {
      Table table = catalog.catalog().loadTable(id);
      if (wanted.containsKey(id.name()) || isOurs(table)) {
        tables.put(id.name(), table);
      }
    }
    List<String> problems = new ArrayList<>();
    tables.forEach((name, table) -> checkPartitions(name, table, problems));
    tables.forEach((name, table) -> checkRules(name, table, problems));
    wanted.forEach(
        (name, schema) -> {
          if (tables.containsKey(name)) {
            checkTypes(name, "", tables.get(name).schema().asStruct(), schema.asStruct(), problems);
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidWarehouse(
          problems.get(0)
              + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
    }
    wanted.forEach(
        (name, schema) ->
            tables.compute(
                name, (n, table) -> table == null ? create(name, schema) : evolve(table, schema)));
    return tables;
  }

  private Table create(String name, Schema schema) {
    Map<String, String> properties = new HashMap<>(rules.asProperties());
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
    return catalog
        .catalog()
        .createTable(catalog.table(name), schema, TableSchemas.spec(name, schema), properties);
  }

  private static Table evolve(Table table, Schema schema) {
    if (missesColumns(table.schema().asStruct(), schema.asStruct())) {
      UpdateSchema update = table.updateSchema().unionByNameWith(schema);
      update.commit();
    }
    return table;
  }

  private static boolean missesColumns(StructType has, StructType wants) {
    for (NestedField field : wants.fields()) {
      NestedField there = has.field(field.name());
      if (there == null || missesColumns(there.type(), field.type())) {
        return true;
      }
    }
    return false;
  }

  private static boolean missesColumns(Type has, Type wants) {
    if (has.isStructType()) {
      return missesColumns(has.asStructType(), wants.asStructType());
    }
    return has.isListType()
        && missesColumns(has.asListType().elementType(), wants.asListType().elementType());
  }

  static boolean isOurs(Table table) {
    return table.properties().keySet().stream().anyMatch(key -> key.startsWith(Rules.PREFIX));
  }

  /** Data files are written, and days overwritten, as if each day were one partition. */
  private static void checkPartitions(String name, Table table, List<String> problems) {
    String column = TableSchemas.partitionColumn(name);
    NestedField source = table.schema().findField(column);
    if (source == null
        || !table
            .spec()
            .compatibleWith(PartitionSpec.builderFor(table.schema()).day(column).build())) {
      problems.add(
          name
              + " is not partitioned by the day of "
              + column
              + " alone; undo that, or give --warehouse another folder");
    }
  }

  /** A run that rewrites every row may bring rules of its own. */
  private void checkRules(String name, Table table, List<String> problems) {
    if (days.isAll()) {
      return;
    }
    rules
        .asProperties()
        .forEach(
            (rule, value) -> {
              String made = table.properties().get(rule);
              if (made != null && !made.equals(value)) {
                problems.add(
                    name
                        + " was made with "
                        + rule.substring("tributary.rules.".length())
                        + " "
                        + made
                        + ", this run has "
                        + value
                        + "; use the same, or replay everything (no --from, no --to)");
              }
            });
  }

  private static void checkTypes(
      String table, String path, StructType has, StructType wants, List<String> problems) {
    for (NestedField field : wants.fields()) {
      NestedField there = has.field(field.name());
      if (there != null) {
        checkTypes(
            table,
            path + field.name(),
            there.type(),
            isJson(there),
            field.type(),
            isJson(field),
            problems);
      }
    }
  }

  private static boolean isJson(NestedField field) {
    return TableSchemas.JSON_DOC.equals(field.doc());
  }

  private static void checkTypes(
      String table,
      String path,
      Type has,
      boolean hasJson,
      Type wants,
      boolean wantsJson,
      List<String> problems) {
    if (has.isStructType() && wants.isStructType()) {
      checkTypes(table, path + ".", has.asStructType(), wants.asStructType(), problems);
    } else if (has.isListType() && wants.isListType()) {
      checkTypes(
          table,
          path + "[]",
          has.asListType().elementType(),
          hasJson,
          wants.asListType().elementType(),
          wantsJson,
          problems);
    } else if (has.typeId() != wants.typeId() || hasJson != wantsJson) {
      problems.add(
          table
              + " has "
              + path
              + " as "
              + (hasJson ? "JSON text" : has)
              + ", the schemas have "
              + (wantsJson ? "JSON text" : wants)
              + "; give the new schema another MODEL");
    }
  }
}
