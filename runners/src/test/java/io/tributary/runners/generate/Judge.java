package io.tributary.runners.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Decides every record's fate from its bytes alone, naively: all of a day is in memory, texts are
 * compared as texts. Fed in the order of {@code received_at}.
 */
final class Judge {

  private static final long DAY = 86_400_000;
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final List<String> REQUIRED = List.of("event_id", "event_type", "timestamp");
  private static final List<String> TEXTS =
      List.of(
          "event_id",
          "event_type",
          "timestamp",
          "schema_version",
          "sent_at",
          "user_id",
          "anonymous_id",
          "session_id",
          "client_ip",
          "user_agent",
          "platform",
          "app_version",
          "sdk_version");

  final Map<String, Long> deadLetters = new TreeMap<>();
  final Map<String, Long> tables = new TreeMap<>();
  long duplicates;
  long late;

  private record Seen(JsonNode content, long receivedAt) {}

  private record Kept(RawStore.Row row, long timestamp) {
    long effective() {
      return ReferenceSessions.effective(timestamp, row.receivedAt());
    }
  }

  private final Map<String, JsonSchema> schemas;
  private final Map<String, List<Seen>> seen = new HashMap<>();
  private final Map<String, List<Kept>> clients = new HashMap<>();

  Judge(Map<String, JsonSchema> schemas) {
    this.schemas = schemas;
  }

  void judge(RawStore.Row row) {
    String reason = reject(row);
    if (reason != null) {
      deadLetters.merge(reason, 1L, Long::sum);
    }
  }

  /** Rows of the sessions table. */
  long sessions() {
    List<ReferenceSessions.Row> rows = new ArrayList<>();
    for (List<Kept> events : clients.values()) {
      ReferenceSessions sessions = new ReferenceSessions(rows::add);
      events.stream()
          .sorted(
              Comparator.comparingLong(Kept::effective)
                  .thenComparing(kept -> kept.row().receivedAt())
                  .thenComparing(kept -> kept.row().partition())
                  .thenComparing(kept -> kept.row().offset()))
          .forEach(kept -> sessions.add(kept, kept.timestamp(), kept.row().receivedAt()));
      sessions.finish();
    }
    return rows.size();
  }

  private String reject(RawStore.Row row) {
    if (row.payload() != null && row.payload().length > 1 << 20) {
      return "TOO_LARGE";
    }
    JsonNode event = GeneratorTest.strictly(row.payload());
    if (event == null) {
      return "MALFORMED_JSON";
    }
    if (!REQUIRED.stream().allMatch(event::hasNonNull)
        || !(event.hasNonNull("user_id") || event.hasNonNull("anonymous_id"))) {
      return "MISSING_FIELD";
    }
    for (String name : TEXTS) {
      if (event.hasNonNull(name) && !event.get(name).isTextual()) {
        return "INVALID_FIELD";
      }
    }
    for (String name : List.of("event_id", "user_id", "anonymous_id")) {
      String id = event.path(name).asText("x");
      if (event.hasNonNull(name) && (id.isEmpty() || id.length() > 256)) {
        return "INVALID_FIELD";
      }
    }
    for (String name : List.of("context", "properties")) {
      if (event.hasNonNull(name) && !event.get(name).isObject()) {
        return "INVALID_FIELD";
      }
    }
    long original;
    long corrected;
    try {
      original = time(event.get("timestamp").asText());
      corrected =
          event.hasNonNull("sent_at")
              ? row.receivedAt() - (time(event.get("sent_at").asText()) - original)
              : original;
    } catch (DateTimeException e) {
      return "INVALID_TIMESTAMP";
    }
    if (corrected < row.receivedAt() - 30 * DAY || corrected > row.receivedAt() + DAY) {
      return "TIMESTAMP_OUT_OF_RANGE";
    }
    String type = event.get("event_type").asText();
    List<String> versions =
        schemas.keySet().stream().filter(name -> name.startsWith(type + "/")).sorted().toList();
    if (versions.isEmpty()) {
      return "UNKNOWN_EVENT_TYPE";
    }
    String version =
        event.hasNonNull("schema_version")
            ? type + "/" + event.get("schema_version").asText()
            : versions.get(versions.size() - 1);
    if (!schemas.containsKey(version)) {
      return "UNKNOWN_SCHEMA_VERSION";
    }
    JsonNode properties =
        event.hasNonNull("properties") ? event.get("properties") : event.withObject("/none");
    if (!schemas.get(version).validate(properties).isEmpty()) {
      return "SCHEMA_VIOLATION";
    }
    return repeat(row, (ObjectNode) event, version, Math.min(corrected, row.receivedAt()));
  }

  private String repeat(RawStore.Row row, ObjectNode event, String version, long timestamp) {
    String client =
        event.hasNonNull("anonymous_id")
            ? "anonymous " + event.get("anonymous_id").asText()
            : "user " + event.get("user_id").asText();
    String id = client + "\n" + event.get("event_id").asText();
    event.remove("sent_at");
    List<Seen> before = seen.computeIfAbsent(id, key -> new ArrayList<>());
    boolean copy = false;
    boolean other = false;
    for (Seen earlier : before) {
      if (row.receivedAt() - earlier.receivedAt <= DAY) {
        copy |= earlier.content.equals(event);
        other |= !earlier.content.equals(event);
      }
    }
    before.add(new Seen(event, row.receivedAt()));
    if (copy) {
      duplicates++;
      return null;
    }
    if (other) {
      return "EVENT_ID_REUSED";
    }
    late += timestamp < row.receivedAt() - 600_000 ? 1 : 0;
    String table = version.substring(0, version.indexOf('/')).replace('.', '_');
    char model = version.charAt(version.indexOf('/') + 1);
    tables.merge("events_" + table + (model == '1' ? "" : "_v" + model), 1L, Long::sum);
    clients.computeIfAbsent(client, key -> new ArrayList<>()).add(new Kept(row, timestamp));
    return null;
  }

  /** No text with half a surrogate pair, and no deeper than allowed. */
  static boolean wellFormed(JsonNode node, int depth) {
    if ((node.isContainerNode() && depth > 64) || (node.isTextual() && halved(node.asText()))) {
      return false;
    }
    if (node.isObject()) {
      var names = node.fieldNames();
      while (names.hasNext()) {
        if (halved(names.next())) {
          return false;
        }
      }
    }
    for (JsonNode child : node) {
      if (!wellFormed(child, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean halved(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  private static long time(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      throw new DateTimeException("not RFC 3339");
    }
    String iso = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
    iso = iso.replace("-00:00", "Z").replaceFirst(":60Z", ":59.999Z");
    return OffsetDateTime.parse(iso).truncatedTo(ChronoUnit.MILLIS).toInstant().toEpochMilli();
  }
}
