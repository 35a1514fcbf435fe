package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.runners.RealData;
import io.tributary.runners.Runs;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.opentest4j.TestAbortedException;

/** Public data sets as raw records, each a topic of its own, received when they happened. */
final class RealRecords {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter ECOM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter APACHE =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final Pattern APACHE_LINE =
      Pattern.compile("(\\S+) \\S+ \\S+ \\[([^\\]]+)] \"(.*?)\" (\\d+) \\S+ \"(.*?)\" \"(.*)\"");
  private static final Instant SOME_DAY = Instant.parse("2026-03-02T12:00:00Z");
  private static final String ANYTHING = "{}";

  private interface Loader {
    void load() throws Exception;
  }

  private final Map<String, List<RawRecord>> topics = new TreeMap<>();
  private final Map<String, String> skipped = new TreeMap<>();
  private final Path schemas;

  private RealRecords(Path schemas) {
    this.schemas = schemas;
  }

  /** Writes all data sets that are there, and their schemas; the test skips where none is. */
  static RealRecords load(Path raw, Path schemas) throws Exception {
    RealRecords all = new RealRecords(schemas);
    all.unlessAbsent("ecom", all::ecom);
    all.unlessAbsent("otto", all::otto);
    all.unlessAbsent("apache", all::apache);
    all.unlessAbsent("nasties", all::nasties);
    all.unlessAbsent("github", all::github);
    assumeTrue(!all.topics.isEmpty(), () -> "skipped: no data set is there: " + all.skipped);
    Runs.write(
        raw,
        all.topics.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(RawRecord::receivedAt))
            .toList());
    return all;
  }

  /** Skips the test where the data set of this topic is not there. */
  void assumePresent(String topic) {
    assumeTrue(!skipped.containsKey(topic), () -> skipped.get(topic));
  }

  private void ecom() throws IOException {
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
    Runs.schema(schemas, "shop.clicked", "{\"properties\": {\"kind\": {\"type\": \"string\"}}}");
  }

  private void otto() throws IOException {
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

  private void apache() throws IOException {
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

  private void nasties() throws IOException {
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

  static List<String> naughtyStrings() throws IOException {
    List<String> strings = new ArrayList<>();
    JSON.readTree(RealData.file("json-nasties/blns.json").toFile())
        .forEach(text -> strings.add(text.asText()));
    return strings;
  }

  private void github() throws Exception {
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

  private void add(String topic, ObjectNode event) throws IOException {
    List<RawRecord> records = topics.computeIfAbsent(topic, any -> new ArrayList<>());
    records.add(
        new RawRecord(
            new Coordinate(topic, 0, records.size()),
            Instant.parse(event.path("timestamp").asText()).toEpochMilli(),
            null,
            List.of(),
            JSON.writeValueAsBytes(event)));
  }

  private void schema(String type) throws IOException {
    if (!Files.exists(schemas.resolve(type))) {
      Runs.schema(schemas, type, ANYTHING);
    }
  }

  private static Instant at(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  private void unlessAbsent(String topic, Loader loader) throws Exception {
    try {
      loader.load();
    } catch (TestAbortedException e) {
      skipped.put(topic, String.valueOf(e.getMessage()));
      topics.remove(topic);
    }
  }
}
