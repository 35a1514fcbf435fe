package io.tributary.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.generate.ReferenceSessions.Place;
import io.tributary.runners.generate.ReferenceSessions.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceSessionsTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();

  private final List<Row> rows = new ArrayList<>();
  private final ReferenceSessions sessions = new ReferenceSessions(rows::add);

  @Test
  void joinsWithinTheGapAndPartsAtExactlyTheGap() {
    assertThat(onTime("a", NOON)).isEqualTo(new Place("a", 1));
    assertThat(onTime("b", NOON + 30 * MINUTE - 1)).isEqualTo(new Place("a", 2));
    assertThat(onTime("c", NOON + 60 * MINUTE - 1)).isEqualTo(new Place("c", 1));
    sessions.finish();
    assertThat(rows)
        .containsExactly(
            new Row("a", NOON, NOON + 30 * MINUTE - 1, 2, NOON + 70 * MINUTE - 1, 1),
            new Row(
                "c",
                NOON + 60 * MINUTE - 1,
                NOON + 60 * MINUTE - 1,
                1,
                NOON + 100 * MINUTE - 1,
                1));
  }

  @Test
  void lateEventOpensAClosedSessionAgain() {
    onTime("a", NOON);
    onTime("b", NOON + 2 * HOUR);
    assertThat(sessions.add("late", NOON - 5 * MINUTE, NOON + 3 * HOUR))
        .isEqualTo(new Place("a", 2));
    sessions.finish();
    long effective = NOON + 3 * HOUR - 10 * MINUTE;
    assertThat(rows)
        .containsExactly(
            new Row("a", NOON, NOON, 1, NOON + 40 * MINUTE, 1),
            new Row("b", NOON + 2 * HOUR, NOON + 2 * HOUR, 1, NOON + 2 * HOUR + 40 * MINUTE, 1),
            new Row("a", NOON - 5 * MINUTE, NOON, 2, effective + 40 * MINUTE, 2));
  }

  @Test
  void uploadAfterThreeDaysIsOneSession() {
    for (int event = 0; event < 50; event++) {
      long place = sessions.add(event, NOON + event * MINUTE, NOON + 72 * HOUR + event).number();
      assertThat(place).isEqualTo(event + 1);
    }
    sessions.finish();
    assertThat(rows).hasSize(1);
  }

  @Test
  void noSessionOutlivesTheMidnightThatItsFounderFixed() {
    // Founded at noon: the first midnight at or after the one that is twelve hours later.
    long midnight = NOON + 12 * HOUR;
    onTime("a", NOON);
    long time = NOON;
    while (time + 20 * MINUTE < midnight) {
      time += 20 * MINUTE;
      assertThat(onTime("x", time).founder()).isEqualTo("a");
    }
    assertThat(onTime("next", midnight)).isEqualTo(new Place("next", 1));
  }

  @Test
  void forgetsAfterADay() {
    onTime("a", NOON);
    onTime("b", NOON + 24 * HOUR + MINUTE);
    assertThat(sessions.add("late", NOON + 1, NOON + 24 * HOUR + 2 * MINUTE + 10 * MINUTE))
        .isEqualTo(new Place("late", 1));
  }

  private Place onTime(String event, long time) {
    return sessions.add(event, time, time);
  }
}
