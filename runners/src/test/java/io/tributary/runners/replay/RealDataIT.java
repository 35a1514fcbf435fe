package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.runners.Lake;
import io.tributary.runners.RealData;
import io.tributary.runners.Runs;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Privacy.ClientIp;
import io.tributary.schemas.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Public data sets with known answers, each a topic of its own, through one replay. Every record is
 * received when it happened, so nothing is late and the rule of thirty minutes is all that counts.
 */
class RealDataIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter ECOM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter APACHE =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final Pattern APACHE_LINE =
      Pattern.compile("(\\S+) \\S+ \\S+ \\[([^\\]]+)] \"(.*?)\" (\\d+) \\S+ \"(.*?)\" \"(.*)\"");
  private static final Instant SOME_DAY = Instant.parse("2026-03-02T12:00:00Z");
  private static final String ANYTHING = "{}";

  @TempDir static Path folder;
  private static final Map<String, List<RawRecord>> TOPICS = new TreeMap<>();
  private static final Map<String, String> SKIPPED = new TreeMap<>();
  private static Path schemas;
  private static Lake lake;

  private interface Loader {
    void load() throws Exception;
  }

  @BeforeAll
  static void replayAll() throws Exception {
    schemas = folder.resolve("schemas");
    unlessAbsent("ecom", RealDataIT::ecom);
    unlessAbsent("otto", RealDataIT::otto);
    unlessAbsent("apache", RealDataIT::apache);
    unlessAbsent("nasties", RealDataIT::nasties);
    unlessAbsent("github", RealDataIT::github);
    assumeTrue(!TOPICS.isEmpty(), "skipped: no data set is there: " + SKIPPED);
    Runs.write(
        folder.resolve("raw"),
        TOPICS.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(RawRecord::receivedAt))
            .toList());
    Path warehouse = folder.resolve("warehouse");
    Rules rules =
        new Rules(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            new Privacy(ClientIp.FULL, ""),
            SchemaSettings.defaults().withFormats(Formats.ASSERTED));
    ReplaySummary summary =
        Runs.flink(Runs.withRules(Runs.of(folder.resolve("raw"), schemas, warehouse), rules), 2);
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
    assertThat(kinds).hasSize(19);
    assertThat(JSON.<JsonNode>valueToTree(kinds)).isEqualTo(JSON.readTree(expected.toString()));
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
                "SELECT DISTINCT is_bot FROM w.events_request WHERE user_agent ILIKE '%googlebot/%'"))
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
    List<String> strings = naughtyStrings();
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
        .fields()
        .forEachRemaining(
            type ->
                assertThat(
                        lake.rows("w").getOrDefault("events_" + type.getKey(), 0L)
                            + dead.getOrDefault(type.getKey(), 0L))
                    .as(type.getKey())
                    .isEqualTo(type.getValue().asLong()));
  }

  private static void ecom() throws IOException {
    List<String> lines = new ArrayList<>(RealData.lines("ecom-clicks/ecom.csv.gz"));
    lines.remove(0);
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      // One type for all: nineteen tables of half a year's days would be thousands of small files.
      ObjectNode event = event("shop.clicked", line, at(LocalDateTime.parse(cells[3], ECOM)));
      event.put("user_id", "ecom-" + cells[0]).put("session_id", cells[1]);
      event.put("platform", cells[4]).putObject("properties").put("kind", cells[2]);
      add("ecom", event);
    }
    Runs.schema(
        schemas, "shop.clicked", "{\"properties\": {\"kind\": {\"type\": \"string\"}}}");
  }

  private static void otto() throws IOException {
    for (String line : RealData.lines("otto-sample/train.jsonl")) {
      JsonNode user = JSON.readTree(line);
      int number = 0;
      for (JsonNode given : user.path("events")) {
        String type = given.path("type").asText();
        String id = user.path("session").asText() + "-" + number++;
        ObjectNode event = event(type, id, Instant.ofEpochMilli(given.path("ts").asLong()));
        event.put("user_id", "otto-" + user.path("session").asText());
        event.putObject("properties").put("aid", given.path("aid").asLong());
        add("otto", event);
        schema(type);
      }
    }
  }

  private static void apache() throws IOException {
    int number = 0;
    for (String line : RealData.lines("apache-logs/apache_logs.gz")) {
      Matcher parts = APACHE_LINE.matcher(line);
      assertThat(parts.matches()).as(line).isTrue();
      Instant time = OffsetDateTime.parse(parts.group(2), APACHE).toInstant();
      ObjectNode event = event("request", "line-" + number++, time);
      event.put("anonymous_id", "ip-" + parts.group(1)).put("client_ip", parts.group(1));
      event.put("user_agent", parts.group(6));
      event.putObject("context").putObject("page").put("referrer", parts.group(5));
      add("apache", event);
    }
    schema("request");
  }

  private static void nasties() throws IOException {
    int number = 0;
    for (String text : naughtyStrings()) {
      ObjectNode event = event("nasty.said", "nasty-" + number++, SOME_DAY);
      event.put("anonymous_id", "listener").put("app_version", text);
      event.putObject("context").putObject("page").put("title", text);
      event.putObject("properties").put("said", text).put("other", text);
      add("nasties", event);
    }
    Runs.schema(schemas, "nasty.said", "{\"properties\": {\"said\": {\"type\": \"string\"}}}");
  }

  private static List<String> naughtyStrings() throws IOException {
    List<String> strings = new ArrayList<>();
    JSON.readTree(RealData.file("json-nasties/blns.json").toFile())
        .forEach(text -> strings.add(text.asText()));
    return strings;
  }

  private static void github() throws Exception {
    List<String> lines = RealData.lines("github-webhooks/events.ndjson.gz");
    JsonNode bundle = JSON.readTree(webhookSchemas().toFile());
    int number = 0;
    for (String line : lines) {
      JsonNode given = JSON.readTree(line);
      String type = given.path("event_type").asText();
      ObjectNode event = event(type, "delivery-" + number++, SOME_DAY);
      event.put("user_id", "github");
      event.set("properties", given.path("payload"));
      add("github", event);
      String name = bundle.path("definitions").has(type + "_event") ? "_event" : "$event";
      ObjectNode schema = JSON.createObjectNode();
      schema.set("$schema", bundle.path("$schema"));
      schema.set("definitions", bundle.path("definitions"));
      schema.putArray("allOf").addObject().put("$ref", "#/definitions/" + type + name);
      Runs.schema(schemas, type, schema.toString());
    }
  }

  /** From the npm registry, once, into the folder {@code target}. */
  private static Path webhookSchemas() throws Exception {
    Path home = Path.of("target", "octokit-webhooks-schemas").toAbsolutePath();
    Path bundle = home.resolve("package/schema.json");
    if (!Files.exists(bundle)) {
      Files.createDirectories(home);
      run(home, "npm", "pack", "@octokit/webhooks-schemas@7.6.1");
      run(home, "tar", "-xzf", "octokit-webhooks-schemas-7.6.1.tgz");
    }
    return bundle;
  }

  private static void run(Path home, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("output.txt").toFile())
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assumeTrue(ended && process.waitFor() == 0, "skipped: " + Arrays.toString(command));
    } catch (IOException e) {
      throw new TestAbortedException("skipped: there is no " + command[0], e);
    }
  }

  private static ObjectNode event(String type, String id, Instant time) {
    return JSON.createObjectNode()
        .put("event_id", id)
        .put("event_type", type)
        .put("timestamp", time.toString());
  }

  private static void add(String topic, ObjectNode event) throws IOException {
    List<RawRecord> records = TOPICS.computeIfAbsent(topic, any -> new ArrayList<>());
    records.add(
        new RawRecord(
            new Coordinate(topic, 0, records.size()),
            Instant.parse(event.path("timestamp").asText()).toEpochMilli(),
            null,
            List.of(),
            JSON.writeValueAsBytes(event)));
  }

  private static void schema(String type) throws IOException {
    if (!Files.exists(schemas.resolve(type))) {
      Runs.schema(schemas, type, ANYTHING);
    }
  }

  private static Instant at(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  private static void unlessAbsent(String topic, Loader loader) throws Exception {
    try {
      loader.load();
    } catch (TestAbortedException e) {
      SKIPPED.put(topic, String.valueOf(e.getMessage()));
      TOPICS.remove(topic);
    }
  }

  private static void present(String topic) {
    assumeTrue(!SKIPPED.containsKey(topic), SKIPPED.get(topic));
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
