package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record here is received at noon. */
class ClocksTest {

  private static final long YEAR = 365 * DAY;

  @Test
  void withoutSentAtTheTimeIsTheClients() {
    assertThat(valid().time("timestamp", NOON - 5).event().clocks())
        .isEqualTo(new Clocks(NOON - 5, NOON - 5, Event.NO_TIME));
  }

  @Test
  void sentAtCorrectsTheClientsClock() {
    Clocks clocks =
        valid().time("timestamp", NOON - HOUR).time("sent_at", NOON - HOUR + 7).event().clocks();

    assertThat(clocks).isEqualTo(new Clocks(NOON - 7, NOON - HOUR, NOON - HOUR + 7));
  }

  @ParameterizedTest
  @ValueSource(longs = {-YEAR, YEAR, -20 * YEAR, 20 * YEAR})
  void aClockThatIsYearsOffIsNoFailureWhereSentAtCorrectsIt(long off) {
    Clocks clocks =
        valid().time("timestamp", NOON + off - 7).time("sent_at", NOON + off).event().clocks();

    assertThat(clocks.timestamp()).isEqualTo(NOON - 7);
  }

  @Test
  void theCorrectedTimeIsNeverAfterReceivedAt() {
    assertThat(valid().time("timestamp", NOON + HOUR).event().clocks())
        .isEqualTo(new Clocks(NOON, NOON + HOUR, Event.NO_TIME));
    assertThat(
            valid().time("timestamp", NOON + 3).time("sent_at", NOON).event().clocks().timestamp())
        .isEqualTo(NOON);
  }

  @Test
  void thirtyDaysBeforeAndADayAfterAreWithin() {
    assertThat(valid().time("timestamp", NOON - 30 * DAY).event().timestamp())
        .isEqualTo(NOON - 30 * DAY);
    assertThat(valid().time("timestamp", NOON + DAY).event().timestamp()).isEqualTo(NOON);
  }

  @Test
  void aMillisecondMoreIsOutOfRange() {
    assertThat(valid().time("timestamp", NOON - 30 * DAY - 1).failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(
            Reason.TIMESTAMP_OUT_OF_RANGE,
            "/timestamp: corrected, it is more than 30 days before received_at");
    assertThat(valid().time("timestamp", NOON + DAY + 1).failure())
        .extracting(Failure::reason, Failure::detail)
        .containsExactly(
            Reason.TIMESTAMP_OUT_OF_RANGE,
            "/timestamp: corrected, it is more than 24 h after received_at");
  }

  @Test
  void theRangeIsThatOfTheCorrectedTime() {
    Payload edge = valid().time("timestamp", NOON - 30 * DAY);

    assertThat(edge.time("sent_at", NOON).event().timestamp()).isEqualTo(NOON - 30 * DAY);
    assertThat(edge.time("sent_at", NOON + 1).failure().reason())
        .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    assertThat(valid().time("timestamp", NOON + DAY).time("sent_at", NOON).event().timestamp())
        .isEqualTo(NOON);
    assertThat(valid().time("timestamp", NOON + DAY).time("sent_at", NOON - 1).failure().reason())
        .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"})
  void theEndsOfTimeAreOutOfRangeAndDoNoHarm(String time) {
    assertThat(valid().text("timestamp", time).failure().reason())
        .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    assertThat(valid().text("sent_at", time).failure().reason())
        .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    assertThat(valid().text("timestamp", time).text("sent_at", time).event().timestamp())
        .isEqualTo(NOON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "sent_at"})
  void aTextThatIsNoTimeIsNamed(String name) {
    for (String wrong : new String[] {"", "now", "2026-03-10", "2026-03-10T12:00:00"}) {
      assertThat(valid().text(name, wrong).failure())
          .extracting(Failure::reason, Failure::detail)
          .containsExactly(
              Reason.INVALID_TIMESTAMP, "/" + name + ": expected an RFC 3339 time with an offset");
    }
  }

  @Test
  void aTimeMayBeEscaped() {
    assertThat(valid().text("timestamp", "2026-03-10\\u005412:00:00\\u005a").event().timestamp())
        .isEqualTo(NOON);
  }
}
