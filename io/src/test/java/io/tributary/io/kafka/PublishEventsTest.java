package io.tributary.io.kafka;

import static io.tributary.io.kafka.PublishedRows.NOON;
import static io.tributary.io.kafka.PublishedRows.TRACE;
import static io.tributary.io.kafka.PublishedRows.deadLetter;
import static io.tributary.io.kafka.PublishedRows.event;
import static io.tributary.io.kafka.PublishedRows.header;
import static io.tributary.io.kafka.PublishedRows.payload;
import static io.tributary.io.kafka.PublishedRows.plain;
import static io.tributary.io.kafka.PublishedRows.rich;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.table.StructType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class PublishEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PublishEvents FORMAT = new PublishEvents(Duration.ofMinutes(10).toMillis());

  private static ProducerRecord<byte[], byte[]> record(EnrichedEvent row, PublishSize size) {
    return FORMAT.record("live", row, size);
  }

  private static ProducerRecord<byte[], byte[]> record(EnrichedEvent row) {
    return record(row, PublishSize.WHOLE);
  }

  private static JsonNode value(EnrichedEvent row) throws IOException {
    return JSON.readTree(record(row).value());
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .toList();
  }

  @Test
  void writesTheColumnsOfTheTableByTheirNames() {
    Event event =
        event(
            payload(
                ", \"user_id\": \"u\", \"session_id\": \"c\", \"client_ip\": \"198.51.100.7\","
                    + " \"user_agent\": \"UA\", \"platform\": \"web\", \"app_version\": \"1\","
                    + " \"sdk_version\": \"2\", \"sent_at\": \"2026-03-10T11:59:30.1239Z\","
                    + " \"context\": {\"a\":  1.50}, \"properties\": {\"\\u0062\": \"\u00e9\"}"),
            header("traceparent", TRACE));
    assertThat(new String(record(rich(event)).value(), UTF_8))
        .isEqualTo(
            """
            {"event_id":"e-1","event_type":"item.seen","schema_version":"1-0-0",\
            "user_id":"stored-user","anonymous_id":"anon","client_session_id":"c",\
            "platform":"web","app_version":"1","sdk_version":"2","client_ip":"198.51.100.0",\
            "user_agent":"UA","timestamp":"2026-03-10T11:59:29.877Z",\
            "original_timestamp":"2026-03-10T11:59:00.000Z",\
            "sent_at":"2026-03-10T11:59:30.123Z","received_at":"2026-03-10T12:00:00.000Z",\
            "is_late":false,"resolved_user_id":"stored-resolved","user_country":"NO",\
            "user_segment":"gold","account_age_days":3,"geo_country":"NO","geo_region":"Oslo",\
            "geo_city":"Oslo","geo_latitude":59.9,"geo_longitude":10.75,\
            "geo_time_zone":"Europe/Oslo","device_class":"phone","os_name":"Android",\
            "os_version":"14","browser_name":"Chrome Mobile","browser_version":"122",\
            "is_bot":false,"profile_version":"2026-01-01T00:00:00.000Z",\
            "geo_db_build":"2026-02-01T00:00:00.500Z","ua_rules_version":"uap-1",\
            "kafka_topic":"events","kafka_partition":3,"kafka_offset":17,\
            "trace_id":"0af7651916cd43dd8448eb211c80319c",\
            "context":{"a":  1.50},"properties":{"\\u0062": "\u00e9"}}\
            """);
  }

  /** The names are those of another package: this is what holds the two together. */
  @Test
  void namesEveryColumnThatAnEventTableHasButForTheSession()
      throws ReflectiveOperationException, IOException {
    Method ofEvents =
        Class.forName("io.tributary.io.iceberg.TableSchemas")
            .getDeclaredMethod("ofEvents", StructType.class);
    ofEvents.setAccessible(true);
    List<String> columns =
        new ArrayList<>(
            ((Schema) ofEvents.invoke(null, StructType.of()))
                .columns().stream().map(NestedField::name).toList());
    columns.removeAll(
        List.of(
            "session_id",
            "session_event_number",
            "session_is_new",
            "context_other",
            "properties_other"));
    columns.add("properties"); // a struct without fields is left out of the table
    List<String> members = new ArrayList<>();
    value(plain()).fieldNames().forEachRemaining(members::add);
    assertThat(members).isEqualTo(columns);
  }

  @Test
  void writesNullsForWhatIsNotKnown() throws IOException {
    JsonNode value = value(plain());
    for (String name :
        List.of("user_id", "sent_at", "account_age_days", "geo_latitude", "is_bot", "context")) {
      assertThat(value.get(name).isNull()).as(name).isTrue();
    }
    assertThat(value.get("properties")).isEqualTo(JSON.createObjectNode());
    assertThat(value.get("trace_id").isNull()).isTrue();
  }

  @Test
  void saysWhatIsLate() throws IOException {
    String payload = payload("").replace("11:59:00Z", "11:49:59.999Z");
    assertThat(value(plain(event(payload))).get("is_late").asBoolean()).isTrue();
    assertThat(
            value(plain(event(payload.replace("11:49:59.999Z", "11:50:00Z"))))
                .get("is_late")
                .asBoolean())
        .isFalse();
  }

  @Test
  void escapesTexts() throws IOException {
    String text = "a\"\\\u0000\n\ud83d\ude00\u2028";
    String payload = payload(", \"platform\": " + JSON.writeValueAsString(text));
    assertThat(value(plain(event(payload))).get("platform").asText()).isEqualTo(text);
  }

  @Test
  void writesTimesOfAnyYearInOneForm() {
    assertThat(PublishFormat.time(NOON)).isEqualTo("2026-03-10T12:00:00.000Z");
    assertThat(PublishFormat.time(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(PublishFormat.time(PublishedRows.millis("0001-02-03T04:05:06.007Z")))
        .isEqualTo("0001-02-03T04:05:06.007Z");
  }

  @Test
  void isKeyedByTheClientAsStored() {
    Event anonymous = event(payload(", \"user_id\": \"u\""));
    assertThat(new String(record(rich(anonymous)).key(), UTF_8)).isEqualTo("a:anon");
    Event user = event(payload("").replace("anonymous_id", "user_id"));
    assertThat(new String(record(rich(user)).key(), UTF_8)).isEqualTo("u:stored-user");
  }

  @Test
  void carriesIdTypeAndTraceInHeaders() {
    ProducerRecord<byte[], byte[]> record =
        record(
            plain(
                event(
                    payload(""),
                    header("traceparent", "rubbish"),
                    header("traceparent", TRACE),
                    header("traceparent", "more rubbish"),
                    header("client_ip", "198.51.100.7"))));
    assertThat(record.topic()).isEqualTo("live");
    assertThat(record.partition()).isNull();
    assertThat(headers(record))
        .containsExactly("event_id=e-1", "event_type=item.seen", "traceparent=" + TRACE);
  }

  @Test
  void leavesOutWhatIsLongWhereTheWholeIsTooLarge() throws IOException {
    EnrichedEvent row =
        plain(
            event(
                payload(
                    ", \"user_agent\": \""
                        + "x".repeat(100_000)
                        + "\", \"context\": {}, \"properties\": {\"a\": 1}")));
    ProducerRecord<byte[], byte[]> record = record(row, PublishSize.WITHOUT_PAYLOAD);
    assertThat(record.value()).hasSizeLessThan(2000);
    JsonNode value = JSON.readTree(record.value());
    assertThat(value.get("event_id").asText()).isEqualTo("e-1");
    assertThat(value.get("context").isNull()).isTrue();
    assertThat(value.get("properties").isNull()).isTrue();
    assertThat(value.get("user_agent").isNull()).isTrue();
    Header omitted = record.headers().lastHeader("tributary.payload");
    assertThat(omitted.value()).asString().isEqualTo("omitted");
  }

  @Test
  void takesEventsWithoutSessionAlone() {
    EnrichedEvent row = plain();
    assertThat(FORMAT.takes(row)).isTrue();
    SessionedEvent sessioned = new SessionedEvent(row.event(), null, "s", 1);
    assertThat(FORMAT.takes(sessioned)).isFalse();
    assertThat(FORMAT.takes(new EnrichedEvent(sessioned, null, null, null, null, null, null)))
        .isFalse();
    assertThat(FORMAT.takes(deadLetter(null))).isFalse();
  }
}
