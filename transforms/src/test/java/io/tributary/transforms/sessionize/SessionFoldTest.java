package io.tributary.transforms.sessionize;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.SessionedEvent;
import io.tributary.transforms.Records;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each sentence about sessions; the events are given in the order of the fold. */
class SessionFoldTest extends FoldedClient {

  @Test
  void anEventJoinsWithinTheGap() {
    SessionedEvent first = at(NOON);
    SessionedEvent second = at(NOON + GAP - 1);

    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(List.of(first.sessionEventNumber(), second.sessionEventNumber()))
        .containsExactly(1L, 2L);
  }

  @Test
  void aGapOfExactlyThirtyMinutesStartsANewSession() {
    SessionedEvent first = at(NOON);
    SessionedEvent second = at(NOON + GAP);

    assertThat(second.sessionId()).isNotEqualTo(first.sessionId());
    assertThat(second.sessionEventNumber()).isEqualTo(1);
  }

  @Test
  void aLateEventMovesTheStartBack() {
    SessionedEvent first = at(NOON);
    SessionedEvent late = at(NOON - 29 * MINUTE, NOON + 11 * MINUTE);
    SessionedEvent later = at(NOON - 58 * MINUTE, NOON + 12 * MINUTE);
    finish();

    assertThat(List.of(late.sessionId(), later.sessionId())).containsOnly(first.sessionId());
    assertThat(rows.get(0).startedAt()).isEqualTo(NOON - 58 * MINUTE);
    assertThat(rows.get(0).endedAt()).isEqualTo(NOON);
  }

  @Test
  void theGapCountsBeforeTheStartToo() {
    SessionedEvent first = at(NOON);
    SessionedEvent late = at(NOON - GAP, NOON + 11 * MINUTE);

    assertThat(late.sessionId()).isNotEqualTo(first.sessionId());
  }

  @Test
  void ofTwoSessionsTheOneWithTheLatestStartIsJoined() {
    SessionedEvent early = at(NOON);
    SessionedEvent latest = at(NOON + 40 * MINUTE);
    SessionedEvent between = at(NOON + 20 * MINUTE, NOON + 51 * MINUTE);

    assertThat(between.sessionId()).isEqualTo(latest.sessionId()).isNotEqualTo(early.sessionId());
  }

  @Test
  void ofTwoSessionsWithTheSameStartTheOneFoundedLastIsJoined() {
    long eight = MIDNIGHT + 8 * HOUR;
    SessionedEvent first = at(eight);
    SessionedEvent second = at(eight + 40 * MINUTE);
    at(eight + 20 * MINUTE, eight + 51 * MINUTE); // joins the second: it starts at 8:20
    at(eight, eight + 52 * MINUTE); // joins the second: both start at 8:00
    SessionedEvent tie = at(eight - MINUTE, eight + 53 * MINUTE);

    assertThat(tie.sessionId()).isEqualTo(second.sessionId()).isNotEqualTo(first.sessionId());
  }

  @ParameterizedTest
  @CsvSource({
    // founded after midnight, ends with the day; founded after noon, ends with the next
    "2026-03-10T00:00:00.000Z, 2026-03-11T00:00:00Z",
    "2026-03-10T11:59:59.999Z, 2026-03-11T00:00:00Z",
    "2026-03-10T12:00:00.000Z, 2026-03-11T00:00:00Z",
    "2026-03-10T12:00:00.001Z, 2026-03-12T00:00:00Z",
    "2026-03-10T23:59:59.999Z, 2026-03-12T00:00:00Z",
    "1969-12-31T12:00:00.000Z, 1970-01-01T00:00:00Z",
    "1969-12-31T12:00:00.001Z, 1970-01-02T00:00:00Z",
  })
  void expiresAtTheFirstMidnightTwelveHoursOn(String founded, String expiry) {
    assertThat(OpenSession.expiry(Records.millis(founded))).isEqualTo(Records.millis(expiry));
  }

  @Test
  void aSessionOfTheMorningEndsAtMidnight() {
    SessionedEvent founder = at(NOON);
    SessionedEvent last = founder;
    for (long time = NOON; time < MIDNIGHT + DAY - MINUTE; time += 29 * MINUTE) {
      last = at(time);
    }
    SessionedEvent next = at(MIDNIGHT + DAY);

    assertThat(last.sessionId()).isEqualTo(founder.sessionId());
    assertThat(next.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void aSessionOfTheAfternoonCrossesOneMidnight() {
    SessionedEvent founder = at(NOON + 1);
    SessionedEvent last = founder;
    for (long time = NOON + 1; time < MIDNIGHT + 2 * DAY - MINUTE; time += 29 * MINUTE) {
      last = at(time);
    }
    SessionedEvent next = at(MIDNIGHT + 2 * DAY);

    assertThat(last.sessionId()).isEqualTo(founder.sessionId());
    assertThat(next.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void aSessionReachesBackLessThanThirtySixHoursBeforeItsExpiry() {
    SessionedEvent founder = at(NOON + 1); // expires 36 h after noon
    SessionedEvent atTheEdge = at(NOON, NOON + 11 * MINUTE);

    assertThat(atTheEdge.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void fiftyEventsOfThreeDaysAgoMakeOneSession() {
    long now = MIDNIGHT + 7 * HOUR;
    SessionedEvent founder = at(now - 3 * DAY, now);
    SessionedEvent last = founder;
    for (int i = 1; i < 50; i++) {
      last = at(now - 3 * DAY + i * 19 * MINUTE, now + i);
    }
    finish();

    assertThat(last.sessionId()).isEqualTo(founder.sessionId());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).eventCount()).isEqualTo(50);
  }

  @Test
  void aSessionCanBeJoinedExactlyADayAfterItsEnd() {
    SessionedEvent first = at(NOON);
    SessionedEvent late = at(NOON + MINUTE, NOON + DAY + OUT_OF_ORDER);

    assertThat(late.sessionId()).isEqualTo(first.sessionId());
  }

  @Test
  void aSessionCannotBeJoinedMoreThanADayAfterItsEnd() {
    SessionedEvent first = at(NOON);
    SessionedEvent late = at(NOON + MINUTE, NOON + DAY + OUT_OF_ORDER + 1);

    assertThat(late.sessionId()).isNotEqualTo(first.sessionId());
  }

  @Test
  void aSessionOfLateEventsEndsWithTheDayOfItsFounder() {
    long day = MIDNIGHT + OUT_OF_ORDER; // what is late is as old as the order allows
    SessionedEvent founder = at(NOON - 3 * DAY, day);
    SessionedEvent last = at(NOON - 3 * DAY, day + DAY - 1);
    SessionedEvent next = at(NOON - 3 * DAY, day + DAY);

    assertThat(last.sessionId()).isEqualTo(founder.sessionId());
    assertThat(next.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void anEventOfExactlyADayAgoFoundsASessionThatIsKeptForItsEnd() {
    SessionedEvent founder = at(NOON - DAY, NOON + OUT_OF_ORDER);
    SessionedEvent next = at(NOON - DAY, NOON + OUT_OF_ORDER + 1);

    assertThat(next.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void aLateEventJoinsASessionThatIsKeptForItsEndRatherThanALateOne() {
    SessionedEvent late = at(NOON, NOON + DAY + 20 * MINUTE); // a day and ten minutes old
    SessionedEvent live = at(NOON + 20 * MINUTE, NOON + DAY + 25 * MINUTE);
    SessionedEvent next = at(NOON + 5 * MINUTE, NOON + DAY + 26 * MINUTE);

    assertThat(live.sessionId()).isNotEqualTo(late.sessionId());
    assertThat(next.sessionId()).isEqualTo(live.sessionId());
  }

  @Test
  void anEventThatIsNotADayLateJoinsNoLateSession() {
    SessionedEvent late = at(NOON - DAY - 15 * MINUTE, NOON); // ten minutes are allowed
    SessionedEvent inTime = at(NOON - DAY - 10 * MINUTE, NOON);

    assertThat(inTime.sessionId()).isNotEqualTo(late.sessionId());
  }
}
