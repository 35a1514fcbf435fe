package io.tributary.runners.audit;

import io.tributary.io.iceberg.TableFiles;
import io.tributary.runners.duckdb.Sql;
import io.tributary.schemas.table.TableNames;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types.NestedField;

/** One table as DuckDB reads it: the files of its snapshot, columns by their field ids. */
final class TableRows {

  /** The columns that are ever read, with DuckDB's names for their types. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("kafka_topic", "VARCHAR"),
          Map.entry("event_type", "VARCHAR"),
          Map.entry("session_id", "VARCHAR"),
          Map.entry("reason", "VARCHAR"),
          Map.entry("geo_country", "VARCHAR"),
          Map.entry("device_class", "VARCHAR"),
          Map.entry("client_key", "VARCHAR"),
          Map.entry("received_at", "TIMESTAMPTZ"),
          Map.entry("timestamp", "TIMESTAMPTZ"),
          Map.entry("original_timestamp", "TIMESTAMPTZ"),
          Map.entry("sent_at", "TIMESTAMPTZ"),
          Map.entry("profile_version", "TIMESTAMPTZ"),
          Map.entry("geo_db_build", "TIMESTAMPTZ"),
          Map.entry("closed_at", "TIMESTAMPTZ"),
          Map.entry("kafka_partition", "INTEGER"),
          Map.entry("revision", "INTEGER"),
          Map.entry("kafka_offset", "BIGINT"),
          Map.entry("event_count", "BIGINT"),
          Map.entry("is_late", "BOOLEAN"),
          Map.entry("is_bot", "BOOLEAN"),
          Map.entry("payload", "BLOB"));

  private final TableFiles table;
  private final String time;

  TableRows(TableFiles table) {
    this.table = table;
    this.time = table.name().equals(TableNames.SESSIONS) ? "closed_at" : "received_at";
  }

  String name() {
    return table.name();
  }

  Count.State state() {
    return switch (name()) {
      case TableNames.DEAD_LETTERS -> Count.State.DEAD_LETTER;
      case TableNames.DUPLICATES -> Count.State.DUPLICATE;
      default -> Count.State.LOADED;
    };
  }

  /** Whether its rows are where raw records end. */
  static boolean isTerminal(String table) {
    return table.startsWith("events_")
        || table.equals(TableNames.DEAD_LETTERS)
        || table.equals(TableNames.DUPLICATES);
  }

  /** A query, for what stands behind {@code FROM}, for the rows of a time. */
  String select(long from, long to) {
    if (table.files().isEmpty()) {
      return TYPES.entrySet().stream()
          .map(column -> "NULL::" + column.getValue() + " AS \"" + column.getKey() + '"')
          .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
    }
    String columns =
        TYPES.entrySet().stream()
            .map(
                column ->
                    (table.schema().findField(column.getKey()) == null
                            ? "NULL::" + column.getValue() + " AS "
                            : "")
                        + '"'
                        + column.getKey()
                        + '"')
            .collect(Collectors.joining(", "));
    String schema =
        TYPES.entrySet().stream()
            .filter(column -> table.schema().findField(column.getKey()) != null)
            .map(column -> inFiles(table.schema().findField(column.getKey()), column.getValue()))
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "(SELECT "
        + columns
        + " FROM read_parquet("
        + Sql.list(table.files())
        + ", schema = "
        + schema
        + ") WHERE "
        + Sql.within('"' + time + '"', from, to)
        + ")";
  }

  private static String inFiles(NestedField field, String type) {
    return field.fieldId()
        + ": {name: "
        + Sql.literal(field.name())
        + ", type: "
        + Sql.literal(type)
        + ", default_value: NULL}";
  }
}
