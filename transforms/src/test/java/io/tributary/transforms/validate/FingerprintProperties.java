package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.header;
import static io.tributary.transforms.validate.Payload.bytes;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.transforms.validate.Json.Arr;
import io.tributary.transforms.validate.Json.Literal;
import io.tributary.transforms.validate.Json.Obj;
import io.tributary.transforms.validate.Json.Str;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What counts for "the same event", and what does not. */
class FingerprintProperties {

  @Property(seed = "20260302")
  void orderAndSpaceAndEscapesDoNotCount(
      @ForAll long value, @ForAll long seed, @ForAll long other) {
    Json properties = object(value);

    assertThat(print(payload(properties).text(seed)))
        .isEqualTo(print(payload(properties).text(other)));
  }

  @Property(seed = "20260302")
  void anotherValueIsAnotherFingerprint(
      @ForAll long value, @ForAll long otherValue, @ForAll long seed) {
    Json one = object(value);
    Json other = object(otherValue);
    Assume.that(!one.equals(other));

    assertThat(print(payload(one).text(seed))).isNotEqualTo(print(payload(other).text(seed)));
  }

  @Property(seed = "20260302")
  void aSmallChangeIsAnotherFingerprint(@ForAll long value, @ForAll long seed) {
    Obj object = object(value);
    Obj more = new Obj(new LinkedHashMap<>(object.members()));
    Json before = more.members().put("", new Literal("7"));
    Assume.that(!new Literal("7").equals(before));

    assertThat(print(payload(object).text(seed))).isNotEqualTo(print(payload(more).text(seed)));
  }

  @Example
  void sentAtDoesNotCount() {
    Fingerprint without = valid().event().fingerprint();

    assertThat(valid().text("sent_at", "2026-03-10T12:00:01Z").event().fingerprint())
        .isEqualTo(without);
    assertThat(valid().with("sent_at", "null").event().fingerprint()).isEqualTo(without);
    assertThat(valid().text("sent_at", "2026-03-10T11:59:59Z").event().fingerprint())
        .isEqualTo(without);
  }

  @Example
  void onlySentAtAtTheTopIsLeftOut() {
    assertDistinct("{}", "{\"sent_at\":1}", "{\"sent_at\":2}", "{\"a\":{\"sent_at\":2}}");
  }

  @Example
  void aNumberCountsAsItIsWritten() {
    assertDistinct("1", "1.0", "1.00", "1e0", "1E0", "10e-1", "-1", "0", "-0", "0.0");
  }

  @Example
  void whatLooksAlikeIsNotTheSame() {
    assertDistinct(
        "1",
        "\"1\"",
        "true",
        "\"true\"",
        "false",
        "null",
        "\"null\"",
        "\"\"",
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "{\"\":{}}",
        "[null]",
        "[[],[]]",
        "[[[]]]",
        "{\"a\":null}",
        "{\"a\":\"\"}",
        "{\"\":\"a\"}",
        "[1,2]",
        "[2,1]",
        "[[1,2]]",
        "[1,[2]]",
        "[[1],2]",
        "[12]",
        "[\"a\",\"b\"]",
        "[\"ab\"]",
        "[\"a\",\"b\",\"\"]",
        "{\"a\":\"b\"}",
        "{\"b\":\"a\"}",
        "{\"ab\":\"\"}",
        "{\"a\":{\"b\":1}}",
        "{\"b\":{\"a\":1}}",
        "{\"a\":1,\"b\":2}",
        "{\"a\":2,\"b\":1}",
        "\"a\"",
        "\"A\"",
        "\"a \"",
        "\"a\\u0000\"",
        "\"a\\u0000\\u0000\"",
        "\"\\u0000a\"",
        "\"\u00e4\"",
        "\"a\u0308\"");
  }

  @Example
  void textsOfEveryLengthDiffer() {
    String[] texts = new String[70];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = '"' + "\\u0000".repeat(i) + '"';
    }
    assertDistinct(texts);
  }

  @Example
  void everyFieldOfTheEnvelopeButSentAtCounts() {
    Map<Fingerprint, String> seen = new HashMap<>();
    assertNew(seen, "nothing", valid().event().fingerprint());
    for (String field :
        List.of(
            "user_id",
            "session_id",
            "client_ip",
            "user_agent",
            "platform",
            "app_version",
            "sdk_version",
            "anything_else")) {
      assertNew(seen, field, valid().text(field, "x").event().fingerprint());
      assertNew(seen, field + " null", valid().with(field, "null").event().fingerprint());
    }
    assertNew(seen, "id", valid().text("event_id", "x").event().fingerprint());
    assertNew(seen, "anon", valid().text("anonymous_id", "x").event().fingerprint());
    assertNew(seen, "version", valid().text("schema_version", "1-0-0").event().fingerprint());
    assertNew(
        seen, "same time", valid().text("timestamp", "2026-03-10t12:00:00Z").event().fingerprint());
    assertNew(seen, "context", valid().with("context", "{}").event().fingerprint());
    assertNew(seen, "properties", valid().with("properties", "{}").event().fingerprint());
  }

  @Example
  void theRecordAroundThePayloadDoesNotCount() {
    assertThat(valid().event(header("client_ip", "::1")).fingerprint())
        .isEqualTo(valid().event().fingerprint());
  }

  @Example
  void aReaderThatHasReadOtherPayloadsSaysTheSame() throws JsonLimits.MalformedJson {
    PayloadReader reader = new PayloadReader();
    byte[] payload = bytes(valid().with("properties", "{\"a\":[1,{\"b\":null}]}").json());
    Fingerprint first = reader.read(payload).fingerprint;
    for (int i = 0; i < 10_000; i++) { // more names than are remembered
      reader.read(bytes("{\"name" + i + "\":1}"));
    }

    assertThat(reader.read(payload).fingerprint).isEqualTo(first);
    assertThat(new PayloadReader().read(payload).fingerprint).isEqualTo(first);
  }

  private static Obj object(long seed) {
    return Json.anyObject(new Random(seed), 4);
  }

  private static Obj payload(Json properties) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("event_id", new Str("id-1"));
    members.put("properties", properties);
    members.put("other", new Arr(List.of(properties, new Literal("1.0"))));
    return new Obj(members);
  }

  private static Fingerprint print(String json) {
    try {
      Envelope envelope = new PayloadReader().read(bytes(json));
      return envelope == null ? null : envelope.fingerprint;
    } catch (JsonLimits.MalformedJson e) {
      throw new AssertionError(json, e);
    }
  }

  private static void assertDistinct(String... values) {
    for (String field : List.of("properties", "unknown")) {
      Map<Fingerprint, String> seen = new HashMap<>();
      for (String value : values) {
        assertNew(seen, value, print("{\"" + field + "\":{\"v\":" + value + "}}"));
      }
    }
  }

  private static void assertNew(Map<Fingerprint, String> seen, String what, Fingerprint print) {
    assertThat(seen.put(print, what)).describedAs("the same fingerprint as %s", what).isNull();
  }
}
