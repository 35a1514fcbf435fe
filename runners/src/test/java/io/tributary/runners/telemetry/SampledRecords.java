package io.tributary.runners.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.time.Instant;
import java.util.List;

/** Records whose producers wrote a {@code traceparent}. */
final class SampledRecords {

  static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  static final String TYPE = "page.seen";
  static final String TABLE = "events_page_seen";
  static final String SPAN = "00f067aa0ba902b7";

  private SampledRecords() {}

  static String trace(int n) {
    return "%032x".formatted(0x4bf92f3577b34da6L + n);
  }

  static String parent(int n, boolean sampled) {
    return "00-" + trace(n) + "-" + SPAN + (sampled ? "-01" : "-00");
  }

  static String json(String id, String client, Instant at) {
    return "{\"event_id\":\"%s\",\"event_type\":\"%s\",\"timestamp\":\"%s\",\"anonymous_id\":\"%s\"}"
        .formatted(id, TYPE, at, client);
  }

  static RawRecord record(long offset, String traceParent, String json) {
    Instant received = NOON.plusSeconds(offset);
    return new RawRecord(
        new Coordinate("events", 0, offset),
        received.toEpochMilli(),
        null,
        List.of(new Header("traceparent", traceParent.getBytes(UTF_8))),
        json.getBytes(UTF_8));
  }

  /** Kept and sampled, kept and not sampled, a sampled copy, a sampled ruin, a garbled header. */
  static List<RawRecord> all() {
    return List.of(
        record(0, parent(0, true), json("one", "ada", NOON)),
        record(1, parent(1, false), json("two", "ada", NOON.plusSeconds(1))),
        record(2, parent(2, true), json("one", "ada", NOON)),
        record(3, parent(3, true), "{\"event_id\":"),
        record(4, "00-not-a-trace", json("three", "bob", NOON.plusSeconds(4))));
  }
}
