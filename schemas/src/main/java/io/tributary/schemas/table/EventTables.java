package io.tributary.schemas.table;

import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaVer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The event tables that a registry asks for: one per event type and MODEL, with the columns of all
 * its versions.
 */
public final class EventTables implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, EventTable> byName;
  private final HashMap<String, HashMap<Integer, EventTable>> byType;
  private final ArrayList<String> problems;

  /**
   * A table of events.
   *
   * @param name the table's name
   * @param eventType whose events it holds
   * @param model the MODEL of their schemas
   * @param properties the columns of all versions; empty where the schemas name no properties
   */
  public record EventTable(String name, String eventType, int model, StructType properties)
      implements Serializable {}

  private EventTables(
      Map<String, EventTable> byName,
      Map<String, HashMap<Integer, EventTable>> byType,
      List<String> problems) {
    this.byName = new TreeMap<>(byName);
    this.byType = new HashMap<>(byType);
    this.problems = new ArrayList<>(problems);
  }

  /** Joins the versions of each event type and MODEL in the order of their numbers. */
  public static EventTables of(SchemaRegistry registry) {
    TreeMap<String, EventTable> byName = new TreeMap<>();
    HashMap<String, HashMap<Integer, EventTable>> byType = new HashMap<>();
    ArrayList<String> problems = new ArrayList<>();
    for (TableNames.Clash clash : TableNames.clashes(registry)) {
      problems.add(clash.toString());
    }
    for (String type : registry.eventTypes()) {
      joined(registry, type, problems)
          .forEach(
              (model, properties) -> {
                EventTable table =
                    new EventTable(TableNames.eventTable(type, model), type, model, properties);
                byName.putIfAbsent(table.name(), table);
                byType.computeIfAbsent(type, any -> new HashMap<>()).put(model, table);
              });
    }
    return new EventTables(byName, byType, problems);
  }

  private static SortedMap<Integer, StructType> joined(
      SchemaRegistry registry, String type, List<String> problems) {
    SortedMap<Integer, StructType> models = new TreeMap<>();
    for (SchemaVer version : registry.versions(type)) {
      StructType properties = registry.find(type, version).orElseThrow().properties();
      StructType before = models.get(version.model());
      if (before == null) {
        models.put(version.model(), properties);
      } else {
        TableTypes.Merged merged = TableTypes.merge(before, properties);
        models.put(version.model(), merged.type());
        for (IncompatibleType problem : merged.problems()) {
          problems.add(type + " " + version + ": " + problem);
        }
      }
    }
    return models;
  }

  /** All tables by their names. */
  public SortedMap<String, EventTable> tables() {
    return Collections.unmodifiableSortedMap(byName);
  }

  /** The table of an event by its type and its schema's MODEL, or null. */
  public EventTable table(String eventType, int model) {
    Map<Integer, EventTable> models = byType.get(eventType);
    return models == null ? null : models.get(model);
  }

  /**
   * Why these tables cannot be: event types that would share one, columns whose type changes. A
   * launch refuses to run with any.
   */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }
}
