package io.tributary.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {

  private static final String SECRET = "pqsecret";

  @Test
  void textsAreSlicesOfItsBytes() {
    Event event = event(Map.of(Text.EVENT_ID, "id", Text.USER_ID, "\u00e4\ud83d\ude00"), "");

    assertThat(event.eventId()).isEqualTo("id");
    assertThat(event.text(Text.USER_ID)).isEqualTo("\u00e4\ud83d\ude00");
    assertThat(event.length(Text.USER_ID)).isEqualTo(6);
    assertThat(event.has(Text.ANONYMOUS_ID)).isFalse();
    assertThat(event.text(Text.ANONYMOUS_ID)).isNull();
    assertThat(event.start(Text.ANONYMOUS_ID)).isEqualTo(-1);
  }

  @Test
  void thePayloadIsWhatStandsBeforeTheRest() {
    Event event = event(Map.of(Text.EVENT_ID, "id"), "appended");

    assertThat(event.payload()).isEqualTo("id".getBytes(StandardCharsets.UTF_8));
    assertThat(event.bytes().length).isGreaterThan(event.payload().length);
  }

  @Test
  void theClientIsTheAnonymousIdElseTheUser() {
    assertThat(event(Map.of(Text.ANONYMOUS_ID, "x", Text.USER_ID, "y"), "").clientKey())
        .isEqualTo(new ClientKey("a:x"));
    assertThat(event(Map.of(Text.USER_ID, "x"), "").clientKey()).isEqualTo(new ClientKey("u:x"));
    assertThat(ClientKey.ofAnonymous("x")).isNotEqualTo(ClientKey.ofUser("x"));
    assertThat(ClientKey.ofUser("a:x").id()).isEqualTo("a:x");
    assertThat(ClientKey.ofUser("a:x").isUser()).isTrue();
    assertThat(ClientKey.ofAnonymous("u:x").isUser()).isFalse();
  }

  @Test
  void coordinatesAreOrderedByTopicPartitionAndOffset() {
    assertThat(
            new Coordinate[] {
              new Coordinate("a", 9, 9),
              new Coordinate("b", 0, 2),
              new Coordinate("b", 0, 10),
              new Coordinate("b", 1, 0),
              new Coordinate("b", 10, 0),
              new Coordinate("c", 0, 0)
            })
        .isSorted();
    assertThat(new Coordinate("b", 1, 2)).hasToString("b/1/2");
  }

  @Test
  void recordsAreEqualByTheirBytes() {
    assertThat(record(new byte[] {1})).isEqualTo(record(new byte[] {1}));
    assertThat(record(new byte[] {1})).isNotEqualTo(record(new byte[] {2}));
    assertThat(record(null)).isNotEqualTo(record(new byte[0]));
    assertThat(new Header("n", new byte[] {1}))
        .isEqualTo(new Header("n", new byte[] {1}))
        .hasSameHashCodeAs(new Header("n", new byte[] {1}))
        .isNotEqualTo(new Header("n", null));
  }

  /** A failing step, a debugger and a runner's checks print what they hold. */
  @Test
  void nothingPrintsWhatMayBePersonal() {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    Event event =
        event(Map.of(Text.EVENT_ID, SECRET, Text.USER_ID, SECRET, Text.CLIENT_IP, SECRET), SECRET);
    ClientKey client = ClientKey.ofUser(SECRET);
    Coordinate at = new Coordinate("topic", 1, 2);
    Failure failure =
        new Failure(
            Reason.INVALID_FIELD,
            "/user_id",
            at,
            1,
            List.of(new Header("h", secret)),
            secret,
            SECRET,
            SECRET);
    SessionedEvent sessioned = new SessionedEvent(event, SECRET, "session", 1);
    List<Object> all =
        List.of(
            event,
            record(secret),
            new Header("h", secret),
            failure,
            new DeadLetter(failure),
            Outcome.ok(event),
            Outcome.rejected(failure),
            sessioned,
            new EnrichedEvent(sessioned, SECRET, SECRET, SECRET, null, null, null),
            new Duplicate(SECRET, "type", client, at, 1, at, 1, null),
            new Session("id", client, SECRET, SECRET, 1, 2, 3, "first", "last", 4, 1),
            new TableRow("table", sessioned));

    List<String> telling = new ArrayList<>();
    for (Object one : all) {
      if (one.toString().contains(SECRET)) {
        telling.add(one.getClass().getSimpleName());
      }
    }
    assertThat(telling).isEmpty();
  }

  private static RawRecord record(byte[] payload) {
    return new RawRecord(new Coordinate("topic", 1, 2), 3, payload, List.of(), payload);
  }

  private static Event event(Map<Text, String> texts, String appended) {
    StringBuilder all = new StringBuilder();
    int[] slices = new int[2 * Text.COUNT];
    Arrays.fill(slices, -1);
    for (Text text : Text.values()) {
      String value = texts.get(text);
      slices[2 * text.ordinal() + 1] = 0;
      if (value != null) {
        slices[2 * text.ordinal()] = all.toString().getBytes(StandardCharsets.UTF_8).length;
        slices[2 * text.ordinal() + 1] = value.getBytes(StandardCharsets.UTF_8).length;
        all.append(value);
      }
    }
    int payloadLength = all.toString().getBytes(StandardCharsets.UTF_8).length;
    return new Event(
        new Coordinate("topic", 1, 2),
        3,
        List.of(),
        all.append(appended).toString().getBytes(StandardCharsets.UTF_8),
        payloadLength,
        slices,
        new Clocks(1, 1, Event.NO_TIME),
        new Fingerprint(1, 2));
  }
}
