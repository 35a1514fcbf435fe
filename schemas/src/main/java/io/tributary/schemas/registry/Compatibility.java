package io.tributary.schemas.registry;

import io.tributary.schemas.registry.Finding.Severity;
import io.tributary.schemas.table.IncompatibleType;
import io.tributary.schemas.table.SchemaChanges;
import io.tributary.schemas.table.StructType;
import io.tributary.schemas.table.TableTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether each version of an event type is compatible with those before it.
 *
 * <p>Within a MODEL all versions share a table, so a column keeps its type: otherwise an ERROR. An
 * ADDITION must accept all that the version before it accepted and keep its properties: otherwise
 * an ERROR; a REVISION may break with that, which is a WARNING. A new MODEL may do anything.
 */
public final class Compatibility {
  private Compatibility() {}

  /** The findings for each version of a type; an empty list is a compatible version. */
  public static SortedMap<SchemaVer, List<Finding>> of(SchemaRegistry registry, String eventType) {
    SortedMap<SchemaVer, List<Finding>> findings = new TreeMap<>();
    EventSchema before = null;
    StructType columns = null;
    for (SchemaVer version : registry.versions(eventType)) {
      EventSchema schema = registry.find(eventType, version).orElseThrow();
      boolean sameTable = before != null && before.version().model() == version.model();
      if (sameTable) {
        TableTypes.Merged merged = TableTypes.merge(columns, schema.properties());
        findings.put(version, findings(before, schema, merged.problems()));
        columns = merged.type();
      } else {
        findings.put(version, List.of());
        columns = schema.properties();
      }
      before = schema;
    }
    return findings;
  }

  private static List<Finding> findings(
      EventSchema before, EventSchema schema, List<IncompatibleType> problems) {
    List<Finding> findings = new ArrayList<>();
    for (IncompatibleType problem : problems) {
      findings.add(new Finding(Severity.ERROR, "incompatible: " + problem));
    }
    boolean addition = before.version().revision() == schema.version().revision();
    for (String change : SchemaChanges.breaking(before.json(), schema.json())) {
      findings.add(
          addition
              ? new Finding(Severity.ERROR, "breaking in an ADDITION: " + change)
              : new Finding(Severity.WARNING, "breaking: " + change));
    }
    return List.copyOf(findings);
  }
}
