package io.tributary.transforms.telemetry;

import io.tributary.schemas.failure.Reason;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is counted: the closed set of metric names. Each is a Beam counter in the namespace {@code
 * analytics} and an OpenTelemetry counter of the same name, where what was rejected is one counter
 * with stage and reason as attributes; those with an attribute also stand on the bundle's span.
 */
public enum Measure {
  RECORDS_POLLED("source.records", MessagingAttributes.MESSAGE_COUNT),
  EVENTS_INGESTED("events.ingested", "batch.event_count"),
  TRACEPARENT_INVALID("events.traceparent_invalid", null),
  EVENTS_VALID("events.valid", "validation.valid_count"),
  EVENTS_INVALID("events.invalid", "validation.invalid_count"),
  REJECTED_TOO_LARGE("events.rejected.TOO_LARGE", null),
  REJECTED_MALFORMED_JSON("events.rejected.MALFORMED_JSON", null),
  REJECTED_MISSING_FIELD("events.rejected.MISSING_FIELD", null),
  REJECTED_INVALID_FIELD("events.rejected.INVALID_FIELD", null),
  REJECTED_INVALID_TIMESTAMP("events.rejected.INVALID_TIMESTAMP", null),
  REJECTED_TIMESTAMP_OUT_OF_RANGE("events.rejected.TIMESTAMP_OUT_OF_RANGE", null),
  REJECTED_UNKNOWN_EVENT_TYPE("events.rejected.UNKNOWN_EVENT_TYPE", null),
  REJECTED_UNKNOWN_SCHEMA_VERSION("events.rejected.UNKNOWN_SCHEMA_VERSION", null),
  REJECTED_SCHEMA_VIOLATION("events.rejected.SCHEMA_VIOLATION", null),
  REJECTED_EVENT_ID_REUSED("events.rejected.EVENT_ID_REUSED", null),
  RECORDS_REPEATED("records.repeated", null),
  DEDUP_INPUT("dedup.input", "dedup.input_count"),
  DEDUP_DUPLICATES("dedup.duplicates", "dedup.duplicates_removed"),
  DEDUP_OUTPUT("dedup.output", "dedup.output_count"),
  EVENTS_LATE("events.late", null),
  EVENTS_BEHIND_WATERMARK("events.behind_watermark", null),
  SESSIONS_CLOSED("sessions.closed", null),
  SESSIONS_SPLIT_BY_LATE("sessions.split_by_late", null),
  CONTEXT_ROWS("replay.context_rows", null),
  PROFILE_FOUND("enrichment.profile_found", "profile.found"),
  GEO_RESOLVED("enrichment.geo_resolved", "geo.resolved"),
  DEVICE_KNOWN("enrichment.device_known", null),
  RECORDS_PUBLISHED("publish.records", "publish.record_count"),
  RECORDS_CUT("publish.without_payload", null),
  WAREHOUSE_ROWS("warehouse.rows_written", "insert.row_count"),
  ROWS_BEHIND_WATERMARK("warehouse.rows_behind_watermark", null),
  WAREHOUSE_FILES("warehouse.files", null),
  ROWS_COMMITTED("warehouse.rows", "warehouse.total_loaded"),
  PARTITIONS(null, "partitions.count"),
  TABLES_COMMITTED("warehouse.tables_committed", null);

  /** The namespace of the Beam counters. */
  public static final String NAMESPACE = "analytics";

  private static final String REJECTED = "events.rejected";

  private static final Map<Reason, Measure> BY_REASON = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BY_REASON.put(reason, valueOf("REJECTED_" + reason));
    }
  }

  private final String metric;
  private final String attribute;

  Measure(String metric, String attribute) {
    this.metric = metric;
    this.attribute = attribute;
  }

  /** The counter of what this reason turned down. */
  public static Measure rejected(Reason reason) {
    return BY_REASON.get(reason);
  }

  /** The Beam counter's name; null where there is none. */
  public String metric() {
    return metric;
  }

  /** Whether it adds up over bundles; else it only stands on the bundle's span. */
  boolean isCounter() {
    return metric != null;
  }

  /** Why a record was rejected, where this counts such records; else null. */
  Reason reason() {
    return metric != null && metric.startsWith(REJECTED + ".")
        ? Reason.valueOf(metric.substring(REJECTED.length() + 1))
        : null;
  }

  /** The OpenTelemetry counter's name. */
  String meter() {
    return NAMESPACE + "." + (reason() == null ? metric : REJECTED);
  }

  /** The span attribute's name, or null. */
  String attribute() {
    return attribute;
  }
}
