package io.tributary.schemas.registry;

import io.tributary.schemas.registry.Finding.Severity;
import io.tributary.schemas.table.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to say about the schemas of a registry.
 *
 * @param rows one per type and version, in this order
 * @param problems what is wrong beside single versions: files, names, tables that would be shared
 */
public record SchemaReport(List<Row> rows, List<SchemaProblem> problems) {

  /**
   * One version of one type.
   *
   * @param dialect the dialect that it is read in; empty where it does not compile
   * @param columns how many columns it has at its top; 0 where it does not compile
   * @param findings what is to say about it
   */
  public record Row(
      String eventType, SchemaVer version, String dialect, int columns, List<Finding> findings) {

    /** The worst of the findings; OK where there are none. */
    public Severity status() {
      return findings.stream().map(Finding::severity).reduce(Severity.OK, SchemaReport::worse);
    }
  }

  public SchemaReport {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /** The worst status of all; ERROR where there are problems. */
  public Severity status() {
    return rows.stream()
        .map(Row::status)
        .reduce(problems.isEmpty() ? Severity.OK : Severity.ERROR, SchemaReport::worse);
  }

  /** The report on what could be compiled and what could not, with further problems in front. */
  public static SchemaReport of(SchemaSet.Checked checked, List<SchemaProblem> problems) {
    SchemaSet schemas = checked.schemas();
    SortedMap<SchemaSet.Id, Row> rows = new TreeMap<>();
    for (String type : schemas.eventTypes()) {
      for (Map.Entry<SchemaVer, List<Finding>> entry : Compatibility.of(schemas, type).entrySet()) {
        EventSchema schema = schemas.find(type, entry.getKey()).orElseThrow();
        rows.put(
            new SchemaSet.Id(type, entry.getKey()),
            new Row(
                type,
                entry.getKey(),
                schema.dialect().toString(),
                schema.properties().fields().size(),
                entry.getValue()));
      }
    }
    checked
        .problems()
        .forEach(
            (id, what) ->
                rows.put(
                    id,
                    new Row(
                        id.eventType(),
                        id.version(),
                        "",
                        0,
                        List.of(new Finding(Severity.ERROR, what)))));
    List<SchemaProblem> all = new ArrayList<>(problems);
    for (TableNames.Clash clash : TableNames.clashes(schemas)) {
      all.add(new SchemaProblem(clash.table(), clash + "; rename one of the types"));
    }
    return new SchemaReport(List.copyOf(rows.values()), all);
  }

  private static Severity worse(Severity one, Severity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
