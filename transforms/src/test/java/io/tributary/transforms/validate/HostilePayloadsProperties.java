package io.tributary.transforms.validate;

import static io.tributary.transforms.validate.Payload.bytes;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.coder.OutcomeCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.failure.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Anything can be in a payload, and nothing in it may stop the pipeline. */
class HostilePayloadsProperties {

  private static final String SECRET = "Qx7secretZq";
  private static final byte[] VALID =
      bytes(
          valid()
              .text("user_id", "ada\\u0041")
              .text("sent_at", "2026-03-10T12:00:00.5Z")
              .with("context", "{\"page\":{\"url\":\"https://example.org/\"}}")
              .with("properties", "{\"n\":[1,2.5e3,-7],\"t\":\"\u00e4\ud83d\ude00\",\"x\":null}")
              .json());

  @Property(seed = "20260302", tries = 3000)
  void anyBytesHaveAnOutcome(@ForAll @Size(max = 200) byte[] payload) throws IOException {
    assertOutcome(payload);
  }

  @Property(seed = "20260302", tries = 3000)
  void anyMutationOfAValidPayloadHasAnOutcome(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) throws IOException {
    byte[] payload = VALID;
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      payload = mutate(payload, random);
    }
    assertOutcome(payload);
  }

  @Property(seed = "20260302", tries = 1000)
  void anyTokensInARowHaveAnOutcome(@ForAll("tokens") List<String> tokens) throws IOException {
    assertOutcome(bytes(String.join("", tokens)));
  }

  /** Names of members are part of a pointer; values never show. */
  @Property(seed = "20260302", tries = 500)
  void aFailureNeverTellsAValue(@ForAll("secrets") String json) {
    if (Payload.check(bytes(json)) instanceof Outcome.Rejected<Event> rejected) {
      assertThat(rejected.failure().detail()).doesNotContain(SECRET);
      assertThat(rejected.failure().toString()).doesNotContain(SECRET);
    }
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "\"a\"",
            "\"event_id\"",
            "1",
            "-",
            ".",
            "e",
            "9999",
            "true",
            "null",
            " ",
            "\n",
            "\u0000",
            "\u00e4",
            "\ud83d\ude00",
            "\ufeff",
            "/",
            "NaN")
        .list()
        .ofMaxSize(40);
  }

  /** A payload with a secret as one of its values, broken in one of many ways. */
  @Provide
  Arbitrary<String> secrets() {
    Arbitrary<String> values =
        Arbitraries.of(
            '"' + SECRET + '"',
            "[\"" + SECRET + "\"]",
            "{\"x\":\"" + SECRET + "\"}",
            SECRET,
            '"' + SECRET + "\\ud83d\"",
            '"' + SECRET,
            "\"" + SECRET.repeat(40) + "\"",
            "{\"sku\":[\"" + SECRET + "\"]}",
            "{\"sku\":\"s\",\"price\":\"" + SECRET + "\"}");
    Arbitrary<String> names =
        Arbitraries.of(
            "event_id",
            "event_type",
            "schema_version",
            "timestamp",
            "sent_at",
            "user_id",
            "anonymous_id",
            "session_id",
            "client_ip",
            "user_agent",
            "context",
            "properties",
            "x");
    Arbitrary<String> versions = Arbitraries.of("1-0-0", "1-0-1", "2-0-0", SECRET);
    return Combinators.combine(names, values, versions)
        .as(
            (name, value, version) ->
                valid()
                    .text("event_type", "product.viewed")
                    .text("schema_version", version)
                    .with(name, value)
                    .json());
  }

  /** Whatever it is, it can travel to the next worker. */
  private static void assertOutcome(byte[] payload) throws IOException {
    byte[] before = payload.clone();
    Outcome<Event> outcome = Payload.check(payload);

    assertThat(payload).isEqualTo(before);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutcomeCoder.of().encode(outcome, out);
    assertThat(OutcomeCoder.of().decode(new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(outcome);
  }

  private static byte[] mutate(byte[] payload, Random random) {
    if (payload.length == 0) {
      return payload;
    }
    byte[] changed = payload.clone();
    int at = random.nextInt(changed.length);
    int length = Math.min(changed.length - at, 1 + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0 -> changed[at] = (byte) random.nextInt();
      case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed = Arrays.copyOf(changed, at);
      case 3 ->
          System.arraycopy(
              payload, random.nextInt(payload.length - length + 1), changed, at, length);
      default -> {
        changed = Arrays.copyOf(payload, payload.length - length);
        System.arraycopy(payload, at + length, changed, at, payload.length - at - length);
      }
    }
    return changed;
  }
}
