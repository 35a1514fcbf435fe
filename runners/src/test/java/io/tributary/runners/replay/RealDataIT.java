package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.runners.Lake;
import io.tributary.runners.RealData;
import io.tributary.runners.Runs;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Privacy.ClientIp;
import io.tributary.schemas.rules.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public data sets with known answers, each a topic of its own, through one replay. Every record is
 * received when it happened, so nothing is late and the rule of thirty minutes is all that counts.
 */
class RealDataIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path folder;
  private static RealRecords records;
  private static Lake lake;

  @BeforeAll
  static void replayAll() throws Exception {
    records = RealRecords.load(folder.resolve("raw"), folder.resolve("schemas"));
    Path warehouse = folder.resolve("warehouse");
    Rules rules =
        new Rules(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            new Privacy(ClientIp.FULL, ""),
            SchemaSettings.defaults().withFormats(Formats.ASSERTED));
    ReplaySummary summary =
        Runs.flink(
            Runs.withRules(
                Runs.of(folder.resolve("raw"), folder.resolve("schemas"), warehouse), rules),
            2);
    assertThat(summary.residual()).isZero();
    lake = Lake.open().attach("w", warehouse);
  }

  @AfterAll
  static void close() {
    if (lake != null) {
      lake.close();
    }
  }

  @Test
  void stitchesTheSessionsOfAShop() throws IOException {
    JsonNode expected = expected("ecom", "ecom-clicks/expected.json");
    assertThat(lake.count("SELECT * FROM w.sessions WHERE client_key LIKE '%ecom%'"))
        .isEqualTo(expected.path("rule_sessions").asLong());
    long copies = expected.path("exact_dup_rows").asLong();
    assertThat(lake.count("SELECT * FROM w.duplicates WHERE kafka_topic = 'ecom'"))
        .isEqualTo(copies);
    assertThat(loaded("ecom")).isEqualTo(expected.path("events").asLong() - copies);
    // The ids that the shop itself gave agree with ours.
    String pairs =
        "SELECT session_id, client_session_id FROM "
            + lake.allEvents("w", "session_id, client_session_id, kafka_topic")
            + " WHERE kafka_topic = 'ecom'";
    assertThat(lake.count("SELECT DISTINCT * FROM (" + pairs + ")"))
        .isEqualTo(expected.path("session_ids_given").asLong());
  }

  @Test
  void countsTheEventsOfAShopByKind() throws IOException {
    JsonNode expected = expected("ecom", "ecom-clicks/expected.json").path("events_by_type");
    Map<String, Long> kinds = new TreeMap<>();
    for (String row :
        lake.ask(
            "SELECT properties.kind, count(*) FROM w.events_shop_clicked GROUP BY 1 UNION ALL"
                + " SELECT split_part(event_id, ',', 3), count(*) FROM w.duplicates WHERE"
                + " kafka_topic = 'ecom' GROUP BY 1")) {
      int bar = row.indexOf('|');
      kinds.merge(row.substring(0, bar), Long.parseLong(row.substring(bar + 1)), Long::sum);
    }
    Map<String, Long> wanted = new TreeMap<>();
    expected.properties().forEach(kind -> wanted.put(kind.getKey(), kind.getValue().asLong()));
    assertThat(kinds).isEqualTo(wanted).hasSize(19);
  }

  @Test
  void stitchesTheSessionsOfAnotherShop() throws IOException {
    JsonNode expected = expected("otto", "otto-sample/expected.json");
    assertThat(lake.count("SELECT * FROM w.sessions WHERE client_key LIKE '%otto%'"))
        .isEqualTo(expected.path("rule_sessions").asLong());
    assertThat(loaded("otto")).isEqualTo(expected.path("events").asLong());
    for (String type : List.of("clicks", "carts", "orders")) {
      assertThat(lake.rows("w").get("events_" + type))
          .isEqualTo(expected.path("by_type").path(type).asLong());
    }
  }

  @Test
  void readsTheAgentsOfAWebServer() throws IOException {
    JsonNode expected = expected("apache", "apache-logs/expected.json");
    assertThat(loaded("apache")).isEqualTo(expected.path("parsed").asLong());
    assertThat(
            lake.ask(
                "SELECT count(DISTINCT client_ip), count(DISTINCT user_agent) FROM"
                    + " w.events_request"))
        .containsExactly(
            expected.path("distinct_ips").asText()
                + "|"
                + expected.path("distinct_user_agents").asText());
    assertThat(lake.count("SELECT * FROM w.sessions WHERE client_key LIKE '%ip-%'"))
        .isEqualTo(expected.path("sessions_30min_by_ip").asLong());
    assertThat(
            lake.ask(
                "SELECT DISTINCT is_bot FROM w.events_request WHERE user_agent ILIKE"
                    + " '%googlebot/%'"))
        .containsExactly("true");
    assertThat(
            lake.ask(
                "SELECT DISTINCT os_name FROM w.events_request WHERE user_agent LIKE"
                    + " 'Mozilla/5.0 (Windows NT 6.1%'"))
        .containsExactly("Windows");
  }

  @Test
  void givesNaughtyStringsBackAsTheyWere() throws IOException {
    present("nasties");
    List<String> strings = RealRecords.naughtyStrings();
    assertThat(strings).hasSize(515);
    for (String column : List.of("properties.said", "context.page.title", "app_version")) {
      assertThat(lake.ask("SELECT " + column + " FROM w.events_nasty_said ORDER BY kafka_offset"))
          .as(column)
          .containsExactlyElementsOf(strings);
    }
    assertThat(
            lake.ask(
                "SELECT json_extract_string(properties_other, '$.other') FROM w.events_nasty_said"
                    + " ORDER BY kafka_offset"))
        .as("JSON text")
        .containsExactlyElementsOf(strings);
  }

  @Test
  void acceptsWebhooksUnderTheirOwnTypes() throws IOException {
    present("github");
    JsonNode expected = JSON.readTree(RealData.file("github-webhooks/expected.json").toFile());
    assertThat(loaded("github")).isEqualTo(99);
    assertThat(
            lake.ask(
                "SELECT reason, count(*) FROM w.dead_letters WHERE kafka_topic = 'github'"
                    + " GROUP BY 1"))
        .containsExactly("SCHEMA_VIOLATION|2");
    Map<String, Long> dead = new TreeMap<>();
    for (String type :
        lake.ask("SELECT event_type FROM w.dead_letters WHERE kafka_topic = 'github'")) {
      dead.merge(type, 1L, Long::sum);
    }
    expected
        .path("by_type")
        .properties()
        .forEach(
            type ->
                assertThat(
                        lake.rows("w").getOrDefault("events_" + type.getKey(), 0L)
                            + dead.getOrDefault(type.getKey(), 0L))
                    .as(type.getKey())
                    .isEqualTo(type.getValue().asLong()));
  }

  private static void present(String topic) {
    records.assumePresent(topic);
  }

  private static JsonNode expected(String topic, String file) throws IOException {
    present(topic);
    return JSON.readTree(RealData.file(file).toFile());
  }

  private static long loaded(String topic) {
    return lake.count(
        "SELECT * FROM "
            + lake.allEvents("w", "kafka_topic")
            + " WHERE kafka_topic = '"
            + topic
            + "'");
  }
}
