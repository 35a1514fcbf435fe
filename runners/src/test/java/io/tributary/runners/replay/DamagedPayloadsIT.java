package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a payload, it becomes a dead letter with its bytes, or a correct row. */
class DamagedPayloadsIT {

  private static final Instant RECEIVED = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir Path folder;

  @Test
  void keepsEveryByteOfWhatItCannotUse() throws IOException {
    Map<String, byte[]> payloads = new LinkedHashMap<>();
    payloads.put("null MALFORMED_JSON", null);
    payloads.put("empty MALFORMED_JSON", new byte[0]);
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    payloads.put("binary MALFORMED_JSON", binary);
    payloads.put("invalid UTF-8 MALFORMED_JSON", latin(event("\"x\":\"\u00e9\u00ff\"")));
    payloads.put("overlong UTF-8 MALFORMED_JSON", latin(event("\"x\":\"\u00c0\u00af\"")));
    payloads.put("2 MiB TOO_LARGE", utf8(event("\"x\":\"" + "x".repeat(2 << 20) + "\"")));
    payloads.put(
        "10,000 levels MALFORMED_JSON",
        utf8(event("\"x\":" + "[".repeat(10_000) + "]".repeat(10_000))));
    payloads.put("10,000 brackets MALFORMED_JSON", utf8("[".repeat(10_000)));
    payloads.put("a key twice MALFORMED_JSON", utf8(event("\"x\":1,\"x\":2")));
    payloads.put("an escaped key twice MALFORMED_JSON", utf8(event("\"x\":1,\"\\u0078\":2")));
    payloads.put("NaN MALFORMED_JSON", utf8(event("\"x\":NaN")));
    payloads.put("Infinity MALFORMED_JSON", utf8(event("\"x\":-Infinity")));
    payloads.put("lone surrogate MALFORMED_JSON", utf8(event("\"x\":\"\\ud800\"")));
    payloads.put("turned surrogates MALFORMED_JSON", utf8(event("\"x\":\"\\ude00\\ud83d\"")));
    payloads.put("two values MALFORMED_JSON", utf8(event("\"x\":1") + "{}"));
    payloads.put("no object MISSING_FIELD", utf8("[1,2,3]"));
    payloads.put(
        "year 1 TIMESTAMP_OUT_OF_RANGE",
        utf8(event("\"x\":1").replace("2026-03-02T11:59", "0001-01-01T00:00")));
    payloads.put(
        "year 9999 TIMESTAMP_OUT_OF_RANGE",
        utf8(event("\"x\":1").replace("2026-03-02T11:59", "9999-12-31T23:59")));
    payloads.put(
        "long id INVALID_FIELD", utf8(event("\"x\":1").replace("the-id", "i".repeat(3_000))));
    payloads.put(
        "long user INVALID_FIELD", utf8(event("\"x\":1").replace("somebody", "u".repeat(3_000))));

    List<RawRecord> records = new ArrayList<>();
    payloads.forEach(
        (name, payload) ->
            records.add(
                new RawRecord(
                    new Coordinate("odd", 0, records.size()),
                    RECEIVED.toEpochMilli(),
                    null,
                    List.of(new Header("name", utf8(name)), new Header("name", null)),
                    payload)));
    records.add(
        new RawRecord(
            new Coordinate("odd", 0, records.size()),
            RECEIVED.toEpochMilli(),
            null,
            List.of(),
            utf8(event("\"x\":\"\\ud83d\\ude00 \\u0000\""))));
    Runs.write(folder.resolve("raw"), records);
    Runs.schema(
        folder.resolve("schemas"),
        "thing.seen",
        "{\"properties\": {\"x\": {\"type\": [\"string\", \"number\"]}}}");
    Path warehouse = folder.resolve("warehouse");
    ReplaySummary summary =
        Runs.direct(Runs.of(folder.resolve("raw"), folder.resolve("schemas"), warehouse));

    assertThat(summary.residual()).isZero();
    assertThat(summary.loaded()).isEqualTo(1);
    try (Lake lake = Lake.open().attach("w", warehouse)) {
      List<String> rows =
          lake.ask("SELECT kafka_offset, reason, hex(payload) FROM w.dead_letters ORDER BY 1");
      List<String> names = new ArrayList<>(payloads.keySet());
      assertThat(rows).hasSameSizeAs(names);
      for (int i = 0; i < names.size(); i++) {
        byte[] payload = payloads.get(names.get(i));
        String reason = names.get(i).replaceAll(".* ", "");
        assertThat(rows.get(i))
            .as(names.get(i))
            .isEqualTo(i + "|" + reason + "|" + (payload == null ? null : hex(payload)));
      }
      assertThat(lake.ask("SELECT json_extract_string(properties.x, '$') FROM w.events_thing_seen"))
          .hasSize(1);
      assertThat(lake.count("SELECT * FROM w.dead_letters WHERE len(headers) = 2"))
          .isEqualTo(names.size());
    }
  }

  private static String event(String properties) {
    return "{\"event_id\":\"the-id\",\"event_type\":\"thing.seen\",\"user_id\":\"somebody\","
        + "\"timestamp\":\"2026-03-02T11:59:00Z\",\"properties\":{"
        + properties
        + "}}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
