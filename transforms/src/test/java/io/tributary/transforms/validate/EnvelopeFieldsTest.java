package io.tributary.transforms.validate;

import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields there must be, and what they may hold. */
class EnvelopeFieldsTest {

  private static final String EMOJI = "\ud83d\ude00"; // one character, two UTF-16 units, four bytes

  @ParameterizedTest
  @ValueSource(strings = {"event_id", "event_type", "timestamp"})
  void requiredFieldsMustBeThereAndNullIsAbsence(String name) {
    assertThat(valid().without(name).failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(Reason.MISSING_FIELD, "/" + name + ": required");
    assertThat(valid().with(name, "null").failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(Reason.MISSING_FIELD, "/" + name + ": required");
  }

  @Test
  void oneOfTheTwoIdsOfTheClientMustBeThere() {
    assertThat(valid().without("anonymous_id").failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(Reason.MISSING_FIELD, "/anonymous_id or /user_id: required");
    assertThat(valid().with("anonymous_id", "null").with("user_id", "null").failure().reason())
        .isEqualTo(Reason.MISSING_FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_id",
        "event_type",
        "timestamp",
        "sent_at",
        "user_id",
        "anonymous_id",
        "session_id",
        "schema_version",
        "client_ip",
        "user_agent",
        "platform",
        "app_version",
        "sdk_version"
      })
  void whatMustBeAStringIsNothingElse(String name) {
    for (String wrong : List.of("1", "1.5", "true", "{}", "[\"x\"]", "{\"x\":{}}")) {
      assertThat(valid().with(name, wrong).failure())
          .extracting(Failure::reason, Failure::detail)
          .containsExactly(Reason.INVALID_FIELD, "/" + name + ": expected a string");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"context", "properties"})
  void whatMustBeAnObjectIsNothingElse(String name) {
    for (String wrong : List.of("1", "\"{}\"", "false", "[]", "[{}]")) {
      assertThat(valid().with(name, wrong).failure())
          .extracting(Failure::reason, Failure::detail)
          .containsExactly(Reason.INVALID_FIELD, "/" + name + ": expected an object");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sent_at",
        "user_id",
        "session_id",
        "schema_version",
        "client_ip",
        "user_agent",
        "platform",
        "app_version",
        "sdk_version",
        "context",
        "properties"
      })
  void nullInAnOptionalFieldIsAbsence(String name) {
    Event event = valid().with(name, "null").event();

    assertThat(event.text(Text.SCHEMA_VERSION)).isEqualTo("1-0-0");
    for (Text text : Text.values()) {
      if (text.name().equalsIgnoreCase(name) && text != Text.SCHEMA_VERSION) {
        assertThat(event.has(text)).isFalse();
        assertThat(event.text(text)).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_id", "user_id", "anonymous_id", "session_id"})
  void idsHaveOneTo256Characters(String name) {
    assertThat(valid().text(name, "x").event()).isNotNull();
    assertThat(valid().text(name, "x".repeat(256)).event()).isNotNull();
    assertThat(valid().text(name, EMOJI.repeat(256)).event()).isNotNull();
    assertThat(valid().text(name, "\\ud83d\\ude00".repeat(256)).event()).isNotNull();
    assertThat(valid().text(name, "\\u0000").event()).isNotNull();
    assertThat(valid().text(name, "").failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(
            Reason.INVALID_FIELD, "/" + name + ": expected 1 to 256 characters, has 0");
    for (String tooLong : List.of("x", EMOJI, "\\ud83d\\ude00", "\u00e4")) {
      assertThat(valid().text(name, tooLong.repeat(257)).failure())
          .extracting(Failure::reason, Failure::detail)
          .containsExactly(
              Reason.INVALID_FIELD, "/" + name + ": expected 1 to 256 characters, has 257");
    }
  }

  @Test
  void otherTextsMayBeEmptyOrLong() {
    assertThat(valid().text("platform", "").event().text(Text.PLATFORM)).isEmpty();
    assertThat(valid().text("user_agent", "x".repeat(5000)).event().length(Text.USER_AGENT))
        .isEqualTo(5000);
  }
}
