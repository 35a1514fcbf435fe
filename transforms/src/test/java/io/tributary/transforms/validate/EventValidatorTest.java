package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static io.tributary.transforms.Records.header;
import static io.tributary.transforms.Records.raw;
import static io.tributary.transforms.validate.Payload.bytes;
import static io.tributary.transforms.validate.Payload.rejected;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidatorTest {

  @Test
  void takesWhatHasOnlyTheRequiredFields() {
    Event event = valid().event();

    assertThat(event.coordinate()).isEqualTo(at(7));
    assertThat(event.receivedAt()).isEqualTo(NOON);
    assertThat(event.eventId()).isEqualTo("id-1");
    assertThat(event.eventType()).isEqualTo("page.viewed");
    assertThat(event.clientKey()).isEqualTo(ClientKey.ofAnonymous("anon"));
    assertThat(event.clocks()).isEqualTo(new Event.Clocks(NOON, NOON, Event.NO_TIME));
    assertThat(event.has(Text.USER_ID)).isFalse();
    assertThat(event.has(Text.PROPERTIES)).isFalse();
    assertThat(event.payload()).isEqualTo(bytes(valid().json()));
  }

  @Test
  void takesEveryField() {
    Event event =
        valid()
            .text("schema_version", "1-0-0")
            .text("user_id", "ada")
            .text("session_id", "own")
            .text("client_ip", "192.0.2.1")
            .text("user_agent", "Mozilla/5.0")
            .text("platform", "web")
            .text("app_version", "1.2")
            .text("sdk_version", "3.4")
            .with("context", "{\"locale\":\"de\"}")
            .with("properties", "{ \"a\" : [1, {}] }")
            .with("unknown", "[1,2,3]")
            .event();

    assertThat(event.text(Text.SCHEMA_VERSION)).isEqualTo("1-0-0");
    assertThat(event.text(Text.USER_ID)).isEqualTo("ada");
    assertThat(event.text(Text.SESSION_ID)).isEqualTo("own");
    assertThat(event.text(Text.CLIENT_IP)).isEqualTo("192.0.2.1");
    assertThat(event.text(Text.USER_AGENT)).isEqualTo("Mozilla/5.0");
    assertThat(event.text(Text.PLATFORM)).isEqualTo("web");
    assertThat(event.text(Text.APP_VERSION)).isEqualTo("1.2");
    assertThat(event.text(Text.SDK_VERSION)).isEqualTo("3.4");
    assertThat(event.text(Text.CONTEXT)).isEqualTo("{\"locale\":\"de\"}");
    assertThat(event.text(Text.PROPERTIES)).isEqualTo("{ \"a\" : [1, {}] }");
    assertThat(event.clientKey()).isEqualTo(ClientKey.ofAnonymous("anon"));
  }

  @Test
  void aUserWithoutAnonymousIdIsAClientToo() {
    Event event = valid().without("anonymous_id").text("user_id", "ada").event();

    assertThat(event.clientKey()).isEqualTo(ClientKey.ofUser("ada"));
  }

  /** Each breaks one more rule, from the last to the first: always the newest decides. */
  @Test
  void theFirstRuleThatFailsNamesTheReason() {
    List<UnaryOperator<Payload>> breakers =
        List.of(
            p -> p,
            p ->
                p.with("properties", "{\"sku\":1}")
                    .text("event_type", "product.viewed")
                    .text("schema_version", "1-0-0"),
            p -> p.text("schema_version", "9-9-9"),
            p -> p.text("event_type", "no.such"),
            p -> p.text("timestamp", "2020-01-01T00:00:00Z"),
            p -> p.text("sent_at", "yesterday"),
            p -> p.with("platform", "1"),
            p -> p.without("event_id"),
            p -> p.with("x", "1,"),
            p -> p.with("y", "\"" + "z".repeat(EventValidator.MAX_PAYLOAD_BYTES) + "\""));
    List<Reason> reasons = new ArrayList<>();
    Payload payload = valid();
    assertThat(breakers.get(0).apply(payload).event()).isNotNull();
    for (UnaryOperator<Payload> breaker : breakers.subList(1, breakers.size())) {
      payload = breaker.apply(payload);
      reasons.add(payload.failure().reason());
    }
    Collections.reverse(reasons);

    List<Reason> ofValidation = new ArrayList<>(List.of(Reason.values()));
    ofValidation.remove(Reason.EVENT_ID_REUSED);
    assertThat(reasons).isEqualTo(ofValidation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "\"text\"", "1", "-1.5e3", "true", "null"})
  void whatIsNoObjectMissesEverything(String json) {
    assertThat(rejected(Payload.check(bytes(json))).reason()).isEqualTo(Reason.MISSING_FIELD);
  }

  @Test
  void readsAMebibyteAndNotAByteMore() {
    byte[] small = bytes(valid().json());
    byte[] largest = new byte[1 << 20];
    Arrays.fill(largest, (byte) ' ');
    System.arraycopy(small, 0, largest, 0, small.length);
    byte[] tooLarge = Arrays.copyOf(largest, largest.length + 1);

    assertThat(Payload.accepted(Payload.check(largest)).payloadLength()).isEqualTo(1 << 20);
    assertThat(rejected(Payload.check(tooLarge)))
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(Reason.TOO_LARGE, "1048577 bytes, at most 1048576 are read");
  }

  @Test
  void noPayloadIsMalformedAndStaysNull() {
    Failure failure = rejected(Payload.check((byte[]) null));

    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(failure.payload()).isNull();
  }

  @Test
  void aFailureCarriesTheRecordAndWhatIsKnownOfIt() {
    byte[] payload = bytes(valid().with("platform", "7").json());
    Header header = header("traceparent", "x");

    assertThat(rejected(Payload.check(payload, header)))
        .isEqualTo(
            new Failure(
                Reason.INVALID_FIELD,
                "/platform: expected a string",
                at(7),
                NOON,
                List.of(header),
                payload,
                "id-1",
                "page.viewed"));
  }

  @Test
  void aFailureDoesNotNameWhatIsNoIdOrType() {
    assertThat(valid().with("event_id", "[\"id\"]").failure().eventId()).isNull();
    assertThat(valid().text("event_id", "x".repeat(257)).failure().eventId()).isNull();
    assertThat(valid().text("event_type", "x".repeat(257)).failure().eventType()).isNull();
    assertThat(rejected(Payload.check(bytes("{\"event_id\":\"x\""))).eventId()).isNull();
    assertThat(rejected(Payload.check(bytes("[]"))).eventId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"client_ip, CLIENT_IP", "user_agent, USER_AGENT"})
  void aHeaderSpeaksWhereThePayloadIsSilent(String name, Text text) {
    assertThat(valid().event(header(name, "of the header")).text(text)).isEqualTo("of the header");
    assertThat(valid().with(name, "null").event(header(name, "of the header")).text(text))
        .isEqualTo("of the header");
    assertThat(valid().text(name, "mine").event(header(name, "of the header")).text(text))
        .isEqualTo("mine");
    assertThat(valid().event(header(name.toUpperCase(), "other")).has(text)).isFalse();
  }

  @Test
  void aHeaderThatIsNoTextSaysNothing() {
    Event event =
        valid()
            .event(
                new Header("client_ip", null),
                new Header("client_ip", new byte[] {(byte) 0xff}),
                header("client_ip", "192.0.2.1"));

    assertThat(event.text(Text.CLIENT_IP)).isEqualTo("192.0.2.1");
    assertThat(valid().event(new Header("client_ip", null)).has(Text.CLIENT_IP)).isFalse();
  }

  @Test
  void headersAndDefaultsDoNotChangeThePayload() {
    Event event = valid().event(header("client_ip", "192.0.2.1"), header("user_agent", "ua"));

    assertThat(event.payload()).isEqualTo(bytes(valid().json()));
  }

  @Test
  void withoutAVersionTheNewestIsMeant() {
    Event event = valid().text("event_type", "product.viewed").event();

    assertThat(event.text(Text.SCHEMA_VERSION)).isEqualTo("2-0-0");
  }

  @Test
  void aVersionThatIsGivenIsTheOneThatJudges() {
    Payload cheap =
        valid()
            .text("event_type", "product.viewed")
            .with("properties", "{\"sku\":\"s\",\"price\":-1}");

    assertThat(cheap.text("schema_version", "1-0-0").event()).isNotNull();
    assertThat(cheap.text("schema_version", "1-0-1").failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(
            Reason.SCHEMA_VIOLATION, "/properties/price: minimum: expected at least 0");
  }

  @Test
  void missingPropertiesAreAnEmptyObject() {
    Payload none = valid().text("event_type", "product.viewed").text("schema_version", "1-0-0");

    assertThat(none.failure().detail()).isEqualTo("/properties: required: missing sku");
    assertThat(none.with("properties", "null").failure().detail())
        .isEqualTo("/properties: required: missing sku");
    assertThat(valid().event()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0.0", "1-0", "1-0-0 ", "01-0-0", "0-0-0", "9-0-0", "x-y-z"})
  void aVersionThatIsNotRegisteredIsUnknown(String version) {
    assertThat(valid().text("schema_version", version).failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(
            Reason.UNKNOWN_SCHEMA_VERSION, "/schema_version: not registered for this event type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "page", "Page.viewed", "page.viewed ", "page..viewed", "\\u0000"})
  void aTypeThatIsNotRegisteredIsUnknown(String type) {
    assertThat(valid().text("event_type", type).failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(Reason.UNKNOWN_EVENT_TYPE, "/event_type: not registered");
  }

  @Test
  void remembersNothingOfTheRecordsBefore() {
    EventValidator validator = new EventValidator(Payload.REGISTRY);
    String full = valid().text("user_id", "ada").with("properties", "{\"a\":1}").json();
    validator.check(raw(1, NOON, full));
    validator.check(raw(2, NOON, full.substring(0, 90)));

    assertThat(validator.check(raw(7, NOON, valid().json())))
        .isEqualTo(Payload.check(bytes(valid().json())));
  }
}
