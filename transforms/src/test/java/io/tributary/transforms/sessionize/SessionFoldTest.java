package io.tributary.transforms.sessionize;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static io.tributary.transforms.Records.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.Records;
import io.tributary.transforms.Records.EventBuilder;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each sentence about sessions; the events are given in the order of the fold. */
class SessionFoldTest {

  private static final long GAP = 30 * MINUTE;
  private static final long OUT_OF_ORDER = 10 * MINUTE;

  private final SessionFold fold = new SessionFold(Rules.defaults());
  private final SessionFold.Memory memory =
      new SessionFold.Memory(ClientKey.ofAnonymous("anon"));
  private final List<Session> rows = new ArrayList<>();
  private final Map<Measure, Long> counted = new EnumMap<>(Measure.class);
  private final Counts counts = (measure, n) -> counted.merge(measure, n, Long::sum);
  private int events;
  private long lastEffective = Long.MIN_VALUE;

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
  void atEqualityTheFirstSessionIsStillOpen() {
    at(NOON);
    at(NOON + GAP);

    assertThat(rows).isEmpty();
    at(NOON + GAP + 1);
    assertThat(rows).extracting(Session::startedAt).containsExactly(NOON);
  }

  @Test
  void theSessionsIdIsThatOfItsFounder() {
    at(NOON, NOON + 7);
    finish();

    assertThat(rows.get(0).sessionId())
        .isEqualTo(OpenSession.id(ClientKey.ofAnonymous("anon"), founder(NOON + 7)))
        .matches("[0-9a-f]{32}");
    // printf 'a:x\ny\n1000' | md5sum
    assertThat(OpenSession.id(new ClientKey("a:x"), event("y").received(1_000).build()))
        .isEqualTo("7fab1c69241beb4db1097ec76698c18b");
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
    assertThat(OpenSession.expiry(Records.millis(founded)))
        .isEqualTo(Records.millis(expiry));
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
  void aSessionCanBeJoinedExactlyADayAfterItsFounder() {
    SessionedEvent founder = at(NOON - 2 * DAY, NOON);
    SessionedEvent late = at(NOON - 2 * DAY, NOON + DAY);
    SessionedEvent later = at(NOON - 2 * DAY, NOON + DAY + 1);

    assertThat(late.sessionId()).isEqualTo(founder.sessionId());
    assertThat(later.sessionId()).isNotEqualTo(founder.sessionId());
  }

  @Test
  void aRowIsWrittenWhenASessionCloses() {
    add(event("a").type("first").timestamp(NOON).received(NOON).user("ada"));
    add(event("b").type("middle").timestamp(NOON + MINUTE).received(NOON + MINUTE).user("bob"));
    add(event("c").type("last").timestamp(NOON + 2 * MINUTE).received(NOON + 4 * MINUTE));
    finish();

    assertThat(rows)
        .containsExactly(
            new Session(
                OpenSession.id(ClientKey.ofAnonymous("anon"), event("a").build()),
                ClientKey.ofAnonymous("anon"),
                "anon",
                "bob",
                NOON,
                NOON + 2 * MINUTE,
                3,
                "first",
                "last",
                NOON + 2 * MINUTE + GAP + OUT_OF_ORDER,
                1));
  }

  @Test
  void theUserLastKnownIsThatOfTheLastEventInFoldOrder() {
    add(event("a").timestamp(NOON).received(NOON).user("ada"));
    add(event("b").timestamp(NOON - MINUTE).received(NOON + 20 * MINUTE).user("bob"));
    finish();

    assertThat(rows.get(0).userId()).isEqualTo("bob");
  }

  @Test
  void ofEventsAtTheSameTimeTheFirstAndTheLastGiveTheTypes() {
    add(event("a").type("one").timestamp(NOON).received(NOON));
    add(event("b").type("two").timestamp(NOON).received(NOON + 1));
    add(event("c").type("three").timestamp(NOON).received(NOON + 2));
    finish();

    assertThat(rows.get(0).firstEventType()).isEqualTo("one");
    assertThat(rows.get(0).lastEventType()).isEqualTo("three");
  }

  @Test
  void aLateEventThatJoinsAClosedSessionMakesASecondRevision() {
    at(NOON);
    at(NOON + 2 * HOUR);
    SessionedEvent late = at(NOON + 10 * MINUTE, NOON + 3 * HOUR + OUT_OF_ORDER);
    finish();

    assertThat(late.sessionEventNumber()).isEqualTo(2);
    assertThat(rows)
        .filteredOn(row -> row.sessionId().equals(late.sessionId()))
        .extracting(Session::revision, Session::eventCount, Session::endedAt, Session::closedAt)
        .containsExactly(
            tuple(1, 1L, NOON, NOON + GAP + OUT_OF_ORDER),
            tuple(
                2, 2L, NOON + 10 * MINUTE, NOON + 3 * HOUR + GAP + OUT_OF_ORDER));
    assertThat(counted)
        .containsEntry(Measure.SESSIONS_SPLIT_BY_LATE, 1L)
        .containsEntry(Measure.SESSIONS_CLOSED, 3L);
  }

  @Test
  void aSessionThatIsNotJoinedAgainHasOneRow() {
    at(NOON);
    at(NOON + 2 * HOUR);
    finish();
    finish();

    assertThat(rows).hasSize(2).allMatch(row -> row.revision() == 1);
  }

  @Test
  void theMeasureOfOrderIsTheEffectiveTime() {
    at(NOON - 50 * MINUTE, NOON); // late: counts as ten minutes old
    at(NOON - 5 * MINUTE, NOON); // in time: counts by its own time
    finish();

    assertThat(rows)
        .extracting(Session::closedAt)
        .containsExactlyInAnyOrder(
            NOON - 5 * MINUTE + GAP + OUT_OF_ORDER, NOON - OUT_OF_ORDER + GAP + OUT_OF_ORDER);
  }

  private SessionedEvent at(long time) {
    return at(time, time);
  }

  private SessionedEvent at(long time, long received) {
    return add(event("e" + events).timestamp(time).received(received));
  }

  private SessionedEvent add(EventBuilder builder) {
    SessionedEvent next = kept(builder.offset(events++).build());
    long effective = Orders.effectiveTime(next.event(), OUT_OF_ORDER);
    assertThat(effective).describedAs("the test's order").isGreaterThanOrEqualTo(lastEffective);
    lastEffective = effective;
    return fold.accept(memory, next, rows::add, counts);
  }

  private static Event founder(long received) {
    return event("e0").received(received).build();
  }

  private void finish() {
    fold.finish(memory, rows::add, counts);
  }
}
