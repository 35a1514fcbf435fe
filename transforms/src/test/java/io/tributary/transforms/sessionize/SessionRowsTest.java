package io.tributary.transforms.sessionize;

import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.transforms.telemetry.Measure;
import org.junit.jupiter.api.Test;

/** When a session closes, and what its row says. */
class SessionRowsTest extends FoldedClient {

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
    // printf '1000\n1\nya:x' | md5sum
    assertThat(OpenSession.id(new ClientKey("a:x"), event("y").received(1_000).build()))
        .isEqualTo("076eb129f86b6038900da01d93e39dee");
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
            tuple(2, 2L, NOON + 10 * MINUTE, NOON + 3 * HOUR + GAP + OUT_OF_ORDER));
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

  private static Event founder(long received) {
    return event("e0").received(received).build();
  }
}
