package io.tributary.runners.explain;

import io.tributary.runners.Runs;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Records of one morning, one for every fate. */
final class Fated {

  static final String TOPIC = "events";
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

  private static final String TYPE = "page.seen";

  /** The records in the order of their offsets. */
  final List<RawRecord> records = new ArrayList<>();

  private final Map<Reason, Coordinate> dead = new EnumMap<>(Reason.class);

  static Path schemas(Path folder) throws IOException {
    Runs.schema(folder, TYPE, "{\"properties\": {\"n\": {\"type\": \"integer\"}}}");
    return folder;
  }

  static String seen(String id, String client, Instant at, String more) {
    return String.format(
        "{\"event_id\":\"%s\",\"event_type\":\"%s\",\"timestamp\":\"%s\","
            + "\"anonymous_id\":\"%s\"%s}",
        id, TYPE, at, client, more);
  }

  static String seen(String id, String client, Instant at) {
    return seen(id, client, at, "");
  }

  /** Appends a record and tells where it stands. */
  Coordinate add(Instant receivedAt, String payload) {
    return add(receivedAt, payload.getBytes(StandardCharsets.UTF_8));
  }

  private Coordinate add(Instant receivedAt, byte[] payload) {
    Coordinate at = new Coordinate(TOPIC, 0, records.size());
    byte[] parent = ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(StandardCharsets.US_ASCII);
    List<Header> headers =
        List.of(
            new Header("traceparent", parent),
            new Header("client", new byte[] {1}),
            new Header("client", null));
    records.add(new RawRecord(at, receivedAt.toEpochMilli(), null, headers, payload));
    return at;
  }

  /** One dead letter of each reason; the last wants an event {@code id} before it. */
  void addDeadLetters(Instant at, String id) {
    addDead(Reason.TOO_LARGE, at, "\"" + "x".repeat(1 << 20) + "\"");
    addDead(Reason.MALFORMED_JSON, at, "{\"event_id\":\"torn\",");
    addDead(Reason.MISSING_FIELD, at, "{\"event_id\":\"bare\"}");
    addDead(Reason.INVALID_FIELD, at, seen("odd", "c", at, ",\"user_id\":7"));
    addDead(Reason.INVALID_TIMESTAMP, at, seen("when", "c", at).replace(at.toString(), "noon"));
    addDead(Reason.TIMESTAMP_OUT_OF_RANGE, at, seen("old", "c", at.minusSeconds(90L * 86_400)));
    addDead(Reason.UNKNOWN_EVENT_TYPE, at, seen("who", "c", at).replace(TYPE, "page.unheard"));
    addDead(
        Reason.UNKNOWN_SCHEMA_VERSION, at, seen("new", "c", at, ",\"schema_version\":\"9-0-0\""));
    addDead(Reason.SCHEMA_VIOLATION, at, seen("bad", "c", at, ",\"properties\":{\"n\":\"x\"}"));
    addDead(Reason.EVENT_ID_REUSED, at, seen(id, "c", at, ",\"properties\":{\"n\":2}"));
  }

  private void addDead(Reason reason, Instant at, String payload) {
    dead.put(reason, add(at, payload));
  }

  Coordinate dead(Reason reason) {
    return dead.get(reason);
  }
}
