package io.tributary.transforms.validate;

import static io.tributary.transforms.validate.Payload.assertAccepted;
import static io.tributary.transforms.validate.Payload.assertMalformed;
import static io.tributary.transforms.validate.Payload.bytes;
import static io.tributary.transforms.validate.Payload.rejected;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.failure.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no JSON, no UTF-8, or JSON that two readers may read differently, is malformed. */
class StrictJsonTest {

  /** Where a value may stand: read as a tree, only checked, or as a field of the envelope. */
  private static final List<String> PLACES = List.of("properties", "context", "unknown");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{]",
        "[}",
        "nul",
        "nulll",
        "True",
        "'x'",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "-",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1F",
        "1_000",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\\'\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "/* */ 1",
        "1 // x",
        "# x\n1",
        "1;",
        "\u00a01",
        "\u20281",
        "1\u0000"
      })
  void whatIsNoJsonIsMalformed(String value) {
    for (String place : PLACES) {
      assertMalformed(bytes(valid().with(place, "{\"x\":" + value + "}").json()));
    }
    assertMalformed(bytes(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", "x", ",", "]", "}", "\"", "null", "/**/", "\u0000", "\u00a0"})
  void nothingStandsBehindTheValue(String more) {
    assertMalformed(bytes(valid().json() + more));
    assertMalformed(bytes(valid().json() + "\n" + more));
    assertMalformed(bytes("[]" + more));
  }

  @Test
  void whiteSpaceMayStandAroundTheValue() {
    assertAccepted(bytes(" \t\r\n" + valid().json() + " \t\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"c\":3,\"a\":null}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"\":1,\"\":1}",
        "{\"\\u00e4\":1,\"\u00e4\":1}",
        "{\"\\ud83d\\ude00\":1,\"\ud83d\ude00\":1}",
        "{\"x\":{\"y\":[{\"z\":{\"a\":1,\"a\":2}}]}}",
        "[[{\"a\":1,\"a\":2}]]"
      })
  void aKeyStandsOnlyOnce(String value) {
    for (String place : PLACES) {
      assertMalformed(bytes(valid().with(place, "{\"v\":" + value + "}").json()));
    }
    assertMalformed(bytes(value));
  }

  @Test
  void aFieldOfTheEnvelopeStandsOnlyOnce() {
    String json = valid().json();

    assertMalformed(bytes(json.replace("{", "{\"event_id\":\"other\",")));
    assertMalformed(bytes(json.replace("{", "{\"\\u0065vent_id\":\"other\",")));
    assertMalformed(bytes(json.replace("}", ",\"sent_at\":null,\"sent_at\":null}")));
  }

  @Test
  void theSameKeyMayStandInOtherObjects() {
    assertAccepted(
        bytes(valid().with("properties", "{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]},\"A\":1}").json()));
  }

  @ParameterizedTest
  @CsvSource({"[, ]", "'{\"a\":', }"})
  void sixtyFourLevelsAreRead(String open, String close) {
    for (String place : PLACES) {
      // the payload is the first level, the member's object the second
      assertAccepted(bytes(valid().with(place, nested(open, close, 62)).json()));
      assertMalformed(bytes(valid().with(place, nested(open, close, 63)).json()));
    }
    assertThat(rejected(Payload.check(bytes("[".repeat(64) + "]".repeat(64)))).reason())
        .isEqualTo(Reason.MISSING_FIELD);
    assertMalformed(bytes("[".repeat(65) + "]".repeat(65)));
  }

  @Test
  void depthIsNamedAsSuch() {
    String deep = valid().with("unknown", "[".repeat(64) + "]".repeat(64)).json();

    assertThat(rejected(Payload.check(bytes(deep))).detail()).isEqualTo("deeper than 64 levels");
  }

  @Test
  void aMillionBracketsDoNoHarm() {
    assertMalformed(bytes("[".repeat(1_000_000)));
    assertMalformed(bytes("{\"a\":".repeat(200_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1E+999", "1e-999", "1.5e0999", "0e0", "1e00000000000000007"})
  void exponentsUpTo999AreRead(String number) {
    for (String place : PLACES) {
      assertAccepted(bytes(valid().with(place, "{\"x\":" + number + "}").json()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000",
        "1E+1000",
        "-1e-1000",
        "0e1000",
        "1e2147483648",
        "1e-99999999999999999999",
        "0.0000001e1000"
      })
  void exponentsBeyondAreMalformed(String number) {
    for (String place : PLACES) {
      assertMalformed(bytes(valid().with(place, "{\"x\":[" + number + "]}").json()));
    }
    assertMalformed(bytes(number));
  }

  @Test
  void numbersOfAThousandDigitsAreRead() {
    for (String place : PLACES) {
      assertAccepted(bytes(valid().with(place, "{\"x\":" + "9".repeat(1000) + "}").json()));
      assertAccepted(bytes(valid().with(place, "{\"x\":1." + "9".repeat(998) + "}").json()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "context", "unknown"})
  void longerNumbersAreMalformedWhereverTheyStand(String place) {
    assertMalformed(bytes(valid().with(place, "{\"x\":" + "9".repeat(1001) + "}").json()));
    assertMalformed(bytes(valid().with(place, "{\"x\":1." + "9".repeat(1001) + "}").json()));
    assertMalformed(bytes(valid().with(place, "{\"x\":" + "9".repeat(500_000) + "}").json()));
  }

  @Test
  void manyNamesWithTheSameHashAreNothingSpecial() {
    StringBuilder names = new StringBuilder("{\"last\":1");
    for (int i = 0; i < 1 << 13; i++) { // "Aa" and "BB" have the same hash, as strings of them do
      names.append(",\"");
      for (int bit = 0; bit < 13; bit++) {
        names.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      names.append("\":1");
    }
    names.append('}');

    assertAccepted(bytes(valid().with("properties", names.toString()).json()));
  }

  @Test
  void aNameMayBeAlmostAsLongAsAPayload() {
    assertAccepted(bytes(valid().with("context", "{\"" + "n".repeat(1_000_000) + "\":1}").json()));
  }

  private static String nested(String open, String close, int levels) {
    return "{\"x\":" + open.repeat(levels) + "1" + close.repeat(levels) + "}";
  }
}
