package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Rows.DAY;
import static io.tributary.io.iceberg.Rows.NOON;
import static io.tributary.io.iceberg.Rows.TABLE;
import static io.tributary.io.iceberg.Rows.plain;
import static io.tributary.io.iceberg.Rows.properties;
import static io.tributary.io.iceberg.Rows.schemas;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.io.RealData;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.transforms.partition.DayRange;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into an event table comes out of it by Iceberg's own reader. */
class EventRowsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new TestWarehouse(temp.resolve("warehouse"));
  }

  private Map<String, Object> only(SchemaRegistry registry, TableRow row) {
    warehouse.run(registry, DayRange.all(), "run-" + System.nanoTime(), row);
    List<Map<String, Object>> rows = warehouse.rows(TABLE);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  /** The properties' columns and what is left over, of one event. */
  private String stored(String schema, String properties) {
    SchemaRegistry registry = schemas(schema);
    Map<String, Object> row = only(registry, plain(registry, 1, NOON, properties));
    return row.get("properties") + " " + row.get("properties_other");
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  @Test
  void everyColumnOfAnEvent() {
    SchemaRegistry registry = schemas(properties("\"n\": {\"type\": \"integer\"}"));
    ObjectNode payload = Rows.payload(NOON - 900_000, "{\"n\": 7}");
    payload.put("event_id", "id-1");
    payload.put("schema_version", "1-0-0");
    payload.put("sent_at", Instant.ofEpochMilli(NOON - 100_000).toString());
    payload.put("user_id", "as it came");
    payload.put("session_id", "client's own");
    payload.put("platform", "web");
    payload.put("app_version", "1.2.3");
    payload.put("sdk_version", "js-4");
    payload.put("client_ip", "203.0.113.9");
    payload.put("user_agent", "Mozilla/5.0");
    payload
        .putObject("context")
        .put("locale", "de-DE")
        .put("timezone", "Europe/Berlin")
        .put("weather", "rain")
        .set("page", JSON.createObjectNode().put("url", "https://a.b/c").put("title", "C"));
    ((ObjectNode) payload.get("context")).putObject("screen").put("width", 1920).put("depth", 24);
    ((ObjectNode) payload.get("context")).putObject("campaign").put("source", "news");
    Event event =
        Rows.event(
            registry,
            41,
            NOON,
            payload,
            List.of(
                new Header(
                    "traceparent",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8))));
    Map<String, Object> row =
        only(
            registry,
            new TableRow(
                TABLE,
                new EnrichedEvent(
                    new SessionedEvent(event, "resolved", "0123456789abcdef", 3),
                    "stored user",
                    "stored resolved",
                    "203.0.113.0",
                    new Profile("FR", "gold", NOON - 10 * DAY - 1, NOON - DAY),
                    new Geo("DE", "Hesse", "Fulda", 50.55, 9.68, "Europe/Berlin", NOON - 2 * DAY),
                    new Device("phone", "iOS", "17.1", "Safari", "17", false, "0.18"))));

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("event_id", "id-1");
    expected.put("event_type", Rows.TYPE);
    expected.put("schema_version", "1-0-0");
    expected.put("user_id", "stored user");
    expected.put("anonymous_id", "anon");
    expected.put("client_session_id", "client's own");
    expected.put("platform", "web");
    expected.put("app_version", "1.2.3");
    expected.put("sdk_version", "js-4");
    expected.put("client_ip", "203.0.113.0");
    expected.put("user_agent", "Mozilla/5.0");
    expected.put("timestamp", time(NOON - 800_000));
    expected.put("original_timestamp", time(NOON - 900_000));
    expected.put("sent_at", time(NOON - 100_000));
    expected.put("received_at", time(NOON));
    expected.put("is_late", true);
    expected.put("session_id", "0123456789abcdef");
    expected.put("session_event_number", 3L);
    expected.put("session_is_new", false);
    expected.put("resolved_user_id", "stored resolved");
    expected.put("user_country", "FR");
    expected.put("user_segment", "gold");
    expected.put("account_age_days", 10L);
    expected.put("geo_country", "DE");
    expected.put("geo_region", "Hesse");
    expected.put("geo_city", "Fulda");
    expected.put("geo_latitude", 50.55);
    expected.put("geo_longitude", 9.68);
    expected.put("geo_time_zone", "Europe/Berlin");
    expected.put("device_class", "phone");
    expected.put("os_name", "iOS");
    expected.put("os_version", "17.1");
    expected.put("browser_name", "Safari");
    expected.put("browser_version", "17");
    expected.put("is_bot", false);
    expected.put("profile_version", time(NOON - DAY));
    expected.put("geo_db_build", time(NOON - 2 * DAY));
    expected.put("ua_rules_version", "0.18");
    expected.put("kafka_topic", "events");
    expected.put("kafka_partition", 3);
    expected.put("kafka_offset", 41L);
    expected.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    expected.put(
        "context",
        map(
            "page", map("url", "https://a.b/c", "title", "C", "referrer", null),
            "locale", "de-DE",
            "timezone", "Europe/Berlin",
            "screen", map("width", 1920L, "height", null),
            "campaign",
                map(
                    "name", null, "source", "news", "medium", null, "term", null, "content",
                    null)));
    expected.put("properties", map("n", 7L));
    expected.put("context_other", "{\"weather\":\"rain\",\"screen\":{\"depth\":24}}");
    expected.put("properties_other", null);
    assertThat(row).containsExactlyEntriesOf(expected);
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void whatAnEventDoesNotHaveIsNull() {
    SchemaRegistry registry = schemas(properties("\"n\": {\"type\": \"integer\"}"));
    ObjectNode payload = Rows.payload(NOON, "null");
    payload.putNull("context");
    Map<String, Object> row =
        only(registry, plain(Rows.event(registry, 1, NOON, payload, List.of())));

    assertThat(row.entrySet().stream().filter(e -> e.getValue() != null).map(Map.Entry::getKey))
        .containsExactly(
            "event_id",
            "event_type",
            "schema_version",
            "anonymous_id",
            "timestamp",
            "original_timestamp",
            "received_at",
            "is_late",
            "session_id",
            "session_event_number",
            "session_is_new",
            "kafka_topic",
            "kafka_partition",
            "kafka_offset",
            "properties");
    assertThat(row.get("properties")).hasToString("{n=null}");
  }

  @Test
  void scalarsOfEveryType() {
    String schema =
        properties(
            """
            "s": {"type": "string"}, "i": {"type": "integer"}, "d": {"type": "number"},
            "b": {"type": ["boolean", "null"]}, "j": {}
            """);
    assertThat(
            stored(
                schema,
                "{\"s\":\"\",\"i\":-9223372036854775808,\"d\":3,\"b\":false,\"j\":[1,null]}"))
        .isEqualTo("{s=, i=-9223372036854775808, d=3.0, b=false, j=[1,null]} null");
    assertThat(
            stored(schema, "{\"i\":9223372036854775807,\"d\":-1.7976931348623157e308,\"b\":null}"))
        .isEqualTo(
            "{s=null, i=9223372036854775807, d=-1.7976931348623157E308, b=null, j=null} null");
    assertThat(stored(schema, "{\"i\":1.0,\"d\":1e2}"))
        .isEqualTo("{s=null, i=1, d=100.0, b=null, j=null} null");
    assertThat(stored(schema, "{\"i\":12e3,\"j\":1.50,\"d\":5e-324}"))
        .isEqualTo("{s=null, i=12000, d=4.9E-324, b=null, j=1.50} null");
  }

  @Test
  void whatDoesNotFitItsColumnIsKeptBeside() {
    String schema =
        properties(
            """
            "i": {"type": "integer"}, "d": {"type": "number"},
            "o": {"type": "object", "properties": {"i": {"type": "integer"}}},
            "l": {"type": "array", "items": {"type": "integer"}},
            "a": {"anyOf": [{"type": "string"}, {"type": "string", "maxLength": 3}]}
            """);
    assertThat(stored(schema, "{\"i\":9223372036854775808,\"d\":1e400}"))
        .isEqualTo(
            "{i=null, d=null, o=null, l=null, a=null}"
                + " {\"i\":9223372036854775808,\"d\":1E+400}");
    assertThat(stored(schema, "{\"i\":-1e300,\"o\":{\"i\":1e19,\"x\":1,\"y\":null}}"))
        .isEqualTo(
            "{i=null, d=null, o={i=null}, l=null, a=null}"
                + " {\"i\":-1E+300,\"o\":{\"i\":1E+19,\"x\":1,\"y\":null}}");
    assertThat(stored(schema, "{\"l\":[1,2.0,99999999999999999999],\"a\":\"ok\"}"))
        .isEqualTo("{i=null, d=null, o=null, l=null, a=ok} {\"l\":[1,2.0,99999999999999999999]}");
  }

  @Test
  void longNumbersAreReadAsFarAsValidationReadsThem() {
    String digits = "1".repeat(1000);
    String schema = properties("\"i\": {\"type\": \"integer\"}, \"d\": {\"type\": \"number\"}");
    assertThat(stored(schema, "{\"i\":" + digits + ",\"d\":0." + digits.substring(2) + "}"))
        .isEqualTo("{i=null, d=0.1111111111111111} {\"i\":" + digits + "}");
    assertThat(stored(schema, "{\"i\":1e999,\"d\":1e-999}"))
        .isEqualTo("{i=null, d=0.0} {\"i\":1E+999}");
  }

  @Test
  void valuesOfOneOfSeveralTypesAreJsonText() {
    String schema =
        properties("\"x\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}");
    assertThat(stored(schema, "{\"x\":\"a\"}")).isEqualTo("{x=\"a\"} null");
    assertThat(stored(schema, "{\"x\":{\"k\":1.0}}")).isEqualTo("{x={\"k\":1.0}} null");
  }

  @Test
  void unknownPropertiesAreKeptAtEveryDepth() {
    String schema =
        properties(
            """
            "o": {"type": "object", "properties": {"p": {"type": "object", "properties":
              {"q": {"type": "string"}}}}},
            "l": {"type": "array", "items": {"type": "object", "properties":
              {"k": {"type": "string"}}}}
            """);
    assertThat(stored(schema, "{\"new\":[1],\"o\":{\"p\":{\"q\":\"x\",\"r\":{}}}}"))
        .isEqualTo("{o={p={q=x}}, l=null} {\"new\":[1],\"o\":{\"p\":{\"r\":{}}}}");
    assertThat(stored(schema, "{\"l\":[{\"k\":\"a\"},{\"k\":\"b\",\"more\":1}]}"))
        .isEqualTo("{o=null, l=[{k=a}, {k=b}]} {\"l\":[{\"k\":\"a\"},{\"k\":\"b\",\"more\":1}]}");
    assertThat(stored(schema, "{\"o\":{},\"l\":[{\"k\":\"a\"}]}"))
        .isEqualTo("{o={p=null}, l=[{k=a}]} null");
  }

  @Test
  void listsWithNullsAndWithoutElements() {
    String schema =
        properties(
            """
            "l": {"type": ["array", "null"], "items": {"type": ["integer", "null"]}},
            "s": {"type": "array", "items": {"type": ["object", "null"], "properties":
              {"a": {"type": ["string", "null"]},
               "n": {"type": "array", "items": {"type": "array", "items":
                 {"type": ["boolean", "null"]}}}}}}
            """);
    assertThat(stored(schema, "{\"l\":[],\"s\":[]}")).isEqualTo("{l=[], s=[]} null");
    assertThat(stored(schema, "{\"l\":null}")).isEqualTo("{l=null, s=null} null");
    assertThat(stored(schema, "{\"l\":[null,1,null,2],\"s\":[null,{},{\"a\":null},null]}"))
        .isEqualTo(
            "{l=[null, 1, null, 2], s=[null, {a=null, n=null}, {a=null, n=null}, null]} null");
    assertThat(
            stored(
                schema,
                "{\"s\":[{\"a\":\"x\",\"n\":[[true,null],[],[false]]},{\"n\":[]},{\"n\":[[]]},"
                    + "{\"a\":\"y\",\"n\":[[null]]}]}"))
        .isEqualTo(
            "{l=null, s=[{a=x, n=[[true, null], [], [false]]}, {a=null, n=[]}, {a=null, n=[[]]},"
                + " {a=y, n=[[null]]}]} null");
  }

  @Test
  void manyRowsOfDifferentShapesStayTogether() {
    SchemaRegistry registry =
        schemas(
            properties(
                """
                "l": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
                "k": {"type": "integer"}
                """));
    List<TableRow> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<List<Integer>> lists = new ArrayList<>();
      for (int j = 0; j < i % 4; j++) {
        lists.add(Arrays.asList(new Integer[] {i, j, i + j}).subList(0, (i + j) % 4 % 3));
      }
      String list = i % 7 == 0 ? "null" : lists.toString();
      rows.add(
          plain(
              registry,
              i,
              NOON,
              i % 7 == 0 ? "{\"k\":" + i + "}" : "{\"l\":" + list + ",\"k\":" + i + "}"));
      expected.add("{l=" + list + ", k=" + i + "}");
    }
    warehouse.run(registry, DayRange.all(), "only", rows.toArray(TableRow[]::new));
    assertThat(warehouse.values(TABLE, "properties"))
        .extracting(Object::toString)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void objectsThatAreNestedAsDeepAsThereAreColumns() {
    StringBuilder schema = new StringBuilder("{\"type\": \"string\"}");
    StringBuilder value = new StringBuilder("\"bottom\"");
    StringBuilder row = new StringBuilder("bottom");
    for (int i = 0; i < 15; i++) {
      schema.insert(0, "{\"type\": \"object\", \"properties\": {\"p\": ").append("}}");
      value.insert(0, "{\"p\":").append("}");
      row.insert(0, "{p=").append("}");
    }
    assertThat(stored(schema.toString(), value.toString())).isEqualTo(row + " null");
  }

  @Test
  void oddNamesOfProperties() {
    List<String> names =
        List.of(
            "timestamp",
            "user_id",
            "a.b",
            "1st",
            "\ud83d\ude00",
            "with space",
            "a/b\\c\"d",
            "element",
            "list",
            "key_value",
            "x_x2E",
            "null",
            "\u00df",
            "\u0000");
    ObjectNode schema = JSON.createObjectNode();
    ObjectNode value = JSON.createObjectNode();
    Map<String, Object> expected = new LinkedHashMap<>();
    for (String name : names) {
      schema.putObject(name).put("type", "string");
      value.put(name, "value of " + name);
      expected.put(name, "value of " + name);
    }
    SchemaRegistry registry = schemas("{\"properties\": " + schema + "}");
    Map<String, Object> row = only(registry, plain(registry, 1, NOON, value.toString()));
    assertThat(row.get("properties")).isEqualTo(expected);
    assertThat(row.get("properties_other")).isNull();
  }

  @Test
  void namesThatCannotBeColumnsAreKeptBeside() {
    String schema =
        properties(
            """
            "": {"type": "string"}, "Name": {"type": "string"}, "name": {"type": "string"},
            "a": {"type": "string"}, "a.b": {"type": "string"}
            """);
    assertThat(
            stored(schema, "{\"\":\"1\",\"Name\":\"2\",\"name\":\"3\",\"a\":\"4\",\"a.b\":\"5\"}"))
        .isEqualTo("{Name=2, a=4} {\"\":\"1\",\"name\":\"3\",\"a.b\":\"5\"}");
  }

  @Test
  void anEventOfAnOlderVersionIsTypedByIt() {
    SchemaRegistry registry =
        schemas(
            properties("\"a\": {\"type\": \"string\"}"),
            properties("\"a\": {\"type\": \"string\"}, \"b\": {\"type\": \"integer\"}"));
    ObjectNode payload = Rows.payload(NOON, "{\"a\": \"x\", \"b\": \"not yet a number\"}");
    payload.put("schema_version", "1-0-0");
    Map<String, Object> row =
        only(registry, plain(Rows.event(registry, 1, NOON, payload, List.of())));
    assertThat(row.get("properties")).hasToString("{a=x, b=null}");
    assertThat(row.get("properties_other")).isEqualTo("{\"b\":\"not yet a number\"}");
  }

  @Test
  void contextThatDoesNotFitIsKeptBeside() {
    SchemaRegistry registry = schemas("{}");
    ObjectNode payload = Rows.payload(NOON, "{}");
    payload.putObject("context").put("page", "/home").put("locale", 7).putNull("screen");
    Map<String, Object> row =
        only(registry, plain(Rows.event(registry, 1, NOON, payload, List.of())));
    assertThat(row.get("context"))
        .hasToString("{page=null, locale=null, timezone=null, screen=null, campaign=null}");
    assertThat(row.get("context_other")).isEqualTo("{\"page\":\"/home\",\"locale\":7}");
  }

  @Test
  void manyUnknownPropertiesDoNotStopTheRun() {
    StringBuilder properties = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      properties.append(i == 0 ? "\"k" : ",\"k").append(Integer.toString(i, 36)).append("\":0");
    }
    SchemaRegistry registry = schemas("{}");
    Map<String, Object> row =
        only(registry, plain(registry, 1, NOON, properties.append("}").toString()));
    assertThat((String) row.get("properties_other")).hasSize(properties.length());
  }

  @Test
  void naughtyStringsComeOutAsTheyWentIn() throws Exception {
    List<String> strings;
    try (InputStream file = RealData.open("json-nasties/blns.json")) {
      strings = Arrays.asList(JSON.readValue(file, String[].class));
    }
    SchemaRegistry registry =
        schemas(
            properties(
                """
                "s": {"type": "string"}, "j": {},
                "l": {"type": "array", "items": {"type": "string"}},
                "o": {"type": "object", "properties": {"s": {"type": "string"}}}
                """));
    List<TableRow> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      String string = strings.get(i);
      String id = string.isEmpty() ? "-" : string;
      ObjectNode payload = Rows.payload(NOON, "null");
      for (String field : List.of("event_id", "anonymous_id", "user_id", "session_id")) {
        payload.put(field, id.codePointCount(0, id.length()) > 256 ? "-" : id);
      }
      for (String field :
          List.of("platform", "app_version", "sdk_version", "client_ip", "user_agent")) {
        payload.put(field, string);
      }
      ObjectNode properties = payload.putObject("properties");
      properties.put("s", string).put("j", string).put("unknown", string);
      properties.putArray("l").add(string).add(string);
      properties.putObject("o").put("s", string);
      ObjectNode context = payload.putObject("context");
      context.put("locale", string).put("weather", string);
      context.putObject("page").put("title", string);
      Event event = Rows.event(registry, i, NOON, payload, List.of());
      rows.add(
          new TableRow(
              TABLE,
              new EnrichedEvent(
                  new SessionedEvent(event, null, null, 0),
                  event.text(Event.Text.USER_ID),
                  string,
                  string,
                  null,
                  new Geo(string, string, string, null, null, string, 0),
                  new Device(string, string, string, string, string, null, string))));
      expected.add(
          id.codePointCount(0, id.length()) > 256 ? "-" : id); // one is longer than an id may be
    }
    warehouse.run(registry, DayRange.all(), "only", rows.toArray(TableRow[]::new));

    List<Map<String, Object>> stored = warehouse.rows(TABLE);
    assertThat(stored).hasSameSizeAs(strings);
    for (int i = 0; i < strings.size(); i++) {
      Map<String, Object> row = stored.get(i);
      String string = strings.get(i);
      for (String column : List.of("event_id", "anonymous_id", "user_id", "client_session_id")) {
        assertThat(row.get(column)).as(column).isEqualTo(expected.get(i));
      }
      for (String column :
          List.of(
              "platform",
              "app_version",
              "sdk_version",
              "client_ip",
              "user_agent",
              "resolved_user_id",
              "geo_country",
              "geo_city",
              "geo_time_zone",
              "device_class",
              "os_name",
              "browser_version",
              "ua_rules_version")) {
        assertThat(row.get(column)).as(column).isEqualTo(string);
      }
      assertThat(row.get("properties"))
          .isEqualTo(
              map(
                  "s",
                  string,
                  "j",
                  JSON.writeValueAsString(string),
                  "l",
                  List.of(string, string),
                  "o",
                  map("s", string)));
      assertThat(JSON.readTree((String) row.get("properties_other")).get("unknown").textValue())
          .isEqualTo(string);
      assertThat(JSON.readTree((String) row.get("context_other")).get("weather").textValue())
          .isEqualTo(string);
    }
  }

  @Test
  void aPropertyThatOnlyALaterVersionWritesInAnotherCaseIsKeptBeside() {
    SchemaRegistry registry =
        schemas(
            properties("\"Name\": {\"type\": \"string\"}"),
            properties("\"name\": {\"type\": \"string\"}"));
    Map<String, Object> row = only(registry, plain(registry, 1, NOON, "{\"name\":\"kept\"}"));
    assertThat(row.get("properties")).hasToString("{Name=null}");
    assertThat(row.get("properties_other")).isEqualTo("{\"name\":\"kept\"}");
  }
}
