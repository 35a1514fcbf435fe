package io.tributary.schemas.table;

import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaVer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The names of tables. */
public final class TableNames {
  public static final String DEAD_LETTERS = "dead_letters";
  public static final String DUPLICATES = "duplicates";
  public static final String SESSIONS = "sessions";

  /** A view over {@link #SESSIONS}. */
  public static final String SESSIONS_CURRENT = "sessions_current";

  private TableNames() {}

  /**
   * The table of an event type: {@code product.viewed} goes to {@code events_product_viewed}, its
   * MODEL 2 to {@code events_product_viewed_v2}. No event table has the name of another table.
   */
  public static String eventTable(String eventType, int model) {
    String name = "events_" + eventType.replace('.', '_');
    return model == 1 ? name : name + "_v" + model;
  }

  /**
   * Several event types, or models of them, that would share a table.
   *
   * @param table its name
   * @param claims what would share it, such as {@code a.b} and {@code a_b}, or {@code a.v2} and
   *     {@code a MODEL 2}
   */
  public record Clash(String table, List<String> claims) {
    @Override
    public String toString() {
      return String.join(" and ", claims) + " would share the table " + table;
    }
  }

  /** The clashes in a registry by the name of the table; a launch refuses to run with any. */
  public static List<Clash> clashes(SchemaRegistry registry) {
    SortedMap<String, List<String>> claims = new TreeMap<>();
    for (String type : registry.eventTypes()) {
      TreeSet<Integer> models = new TreeSet<>();
      for (SchemaVer version : registry.versions(type)) {
        models.add(version.model());
      }
      for (int model : models) {
        claims
            .computeIfAbsent(eventTable(type, model), any -> new ArrayList<>())
            .add(model == 1 ? type : type + " MODEL " + model);
      }
    }
    List<Clash> clashes = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : claims.entrySet()) {
      if (entry.getValue().size() > 1) {
        clashes.add(new Clash(entry.getKey(), List.copyOf(entry.getValue())));
      }
    }
    return List.copyOf(clashes);
  }
}
