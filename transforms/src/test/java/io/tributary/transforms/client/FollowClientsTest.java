package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.OutcomeCoder;
import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.DirectRun;
import io.tributary.transforms.Records;
import io.tributary.transforms.dedup.Dedup;
import io.tributary.transforms.identity.Links;
import io.tributary.transforms.identity.ResolveIdentity;
import io.tributary.transforms.sessionize.Sessionize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.TimestampedValue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keyed stage in a pipeline, as a whole and each part alone. */
class FollowClientsTest {

  private static final List<Event> EVENTS =
      List.of(
          // ada: a session with a login in the middle, a copy, a reused id, a late event
          event("1").offset(1).content(1).anonymous("ada").received(NOON).build(),
          event("2")
              .offset(2)
              .content(2)
              .anonymous("ada")
              .user("A")
              .received(NOON + MINUTE)
              .build(),
          event("3").offset(3).content(3).anonymous("ada").received(NOON + 2 * MINUTE).build(),
          event("3").offset(4).content(3).anonymous("ada").received(NOON + 3 * MINUTE).build(),
          event("3").offset(5).content(9).anonymous("ada").received(NOON + 4 * MINUTE).build(),
          event("6").offset(6).content(6).anonymous("ada").received(NOON + 2 * HOUR).build(),
          event("7")
              .offset(7)
              .content(7)
              .anonymous("ada")
              .timestamp(NOON + 10 * MINUTE)
              .received(NOON + 3 * HOUR)
              .build(),
          // the user "ada" is somebody else, and shares an event id
          event("1").offset(8).content(1).anonymous(null).user("ada").received(NOON).build(),
          // bob is linked by the file
          event("9").offset(9).content(9).anonymous("bob").received(NOON).build());

  private static final List<String> ROWS =
      List.of(
          "event 1 of null #1",
          "event 2 of A #2",
          "event 3 of A #3",
          "duplicate 3 at 4 of 3",
          "dead letter 5 EVENT_ID_REUSED",
          "event 6 of A #1",
          "event 7 of A #4",
          "event 1 of ada #1",
          "event 9 of B #1",
          "dead letter 100 MALFORMED_JSON",
          "dead letter 101 TOO_LARGE",
          "session of a:ada: 3 events, user A, revision 1",
          "session of a:ada: 4 events, user A, revision 2",
          "session of a:ada: 1 events, user null, revision 1",
          "session of u:ada: 1 events, user ada, revision 1",
          "session of a:bob: 1 events, user null, revision 1");

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void givesEachRecordOneRowWhateverTheOrderOfTheInput(long seed) {
    List<Outcome<Event>> outcomes = new ArrayList<>();
    EVENTS.forEach(event -> outcomes.add(Outcome.ok(event)));
    outcomes.add(Outcome.rejected(failure(100, Reason.MALFORMED_JSON)));
    outcomes.add(Outcome.rejected(failure(101, Reason.TOO_LARGE)));
    Collections.shuffle(outcomes, new Random(seed));
    Pipeline pipeline = DirectRun.pipeline();

    var rows =
        DirectRun.given(pipeline, OutcomeCoder.of(), outcomes)
            .apply("Follow", FollowClients.by(Rules.defaults()).withLinks(BobIsB::new));
    DirectRun.assertHolds(rows, DirectRun::describe, ROWS);
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result))
        .isEqualTo(
            Map.of(
                "dedup.input", 9L,
                "dedup.duplicates", 1L,
                "dedup.output", 7L,
                "events.rejected.EVENT_ID_REUSED", 1L,
                "events.late", 1L,
                "sessions.closed", 5L,
                "sessions.split_by_late", 1L));
  }

  @Test
  void thePartsAloneSayTheSame() {
    Pipeline pipeline = DirectRun.pipeline();
    PCollection<Event> events = DirectRun.given(pipeline, EventCoder.of(), EVENTS);

    DirectRun.assertHolds(
        events.apply("Dedup", Dedup.within(Duration.ofHours(24))),
        DirectRun::describe,
        List.of(
            "event 1 of null #0",
            "event 2 of null #0",
            "event 3 of null #0",
            "duplicate 3 at 4 of 3",
            "dead letter 5 EVENT_ID_REUSED",
            "event 6 of null #0",
            "event 7 of null #0",
            "event 1 of null #0",
            "event 9 of null #0"));
    PCollection<SessionedEvent> resolved =
        events.apply("Resolve", ResolveIdentity.within(Duration.ofDays(3)).withLinks(BobIsB::new));
    DirectRun.assertHolds(
        resolved,
        row -> row.event().coordinate().offset() + " of " + row.resolvedUserId(),
        List.of(
            "1 of null",
            "2 of A",
            "3 of A",
            "4 of A",
            "5 of A",
            "6 of A",
            "7 of A",
            "8 of ada",
            "9 of B"));
    DirectRun.assertHolds(
        resolved.apply("Sessionize", Sessionize.by(Rules.defaults())),
        DirectRun::describe,
        List.of(
            "event 1 of null #1",
            "event 2 of A #2",
            "event 3 of A #3",
            "event 3 of A #4",
            "event 3 of A #5",
            "event 6 of A #1",
            "event 7 of A #6",
            "event 1 of ada #1",
            "event 9 of B #1",
            "session of a:ada: 5 events, user A, revision 1",
            "session of a:ada: 6 events, user A, revision 2",
            "session of a:ada: 1 events, user null, revision 1",
            "session of u:ada: 1 events, user ada, revision 1",
            "session of a:bob: 1 events, user null, revision 1"));
    pipeline.run();
  }

  /** The same records as they come, with a watermark that trails them: the same rows. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givesTheSameRowsLiveInWhateverOrderTheyArrive(long seed) {
    List<Outcome<Event>> outcomes = new ArrayList<>();
    EVENTS.forEach(event -> outcomes.add(Outcome.ok(event)));
    outcomes.add(Outcome.rejected(failure(100, Reason.MALFORMED_JSON)));
    outcomes.add(Outcome.rejected(failure(101, Reason.TOO_LARGE)));
    Pipeline pipeline = DirectRun.pipeline();

    var rows =
        pipeline
            .apply("Arrive", arrivals(outcomes, new Random(seed)))
            .apply("Follow", FollowClients.by(Rules.defaults()).withLinks(BobIsB::new));
    DirectRun.assertHolds(rows, DirectRun::describe, ROWS);
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result))
        .containsEntry("dedup.input", 9L)
        .containsEntry("sessions.split_by_late", 1L)
        .doesNotContainKey("events.behind_watermark");
  }

  /** Anything may come in any order as long as the watermark waits for it. */
  private static TestStream<Outcome<Event>> arrivals(List<Outcome<Event>> outcomes, Random random) {
    List<Outcome<Event>> shuffled = new ArrayList<>(outcomes);
    Collections.shuffle(shuffled, random);
    TestStream.Builder<Outcome<Event>> stream = TestStream.create(OutcomeCoder.of());
    for (int i = 0; i < shuffled.size(); i++) {
      stream =
          stream.addElements(
              TimestampedValue.of(shuffled.get(i), new Instant(receivedAt(shuffled.get(i)))));
      long watermark =
          shuffled.subList(i + 1, shuffled.size()).stream()
              .mapToLong(FollowClientsTest::receivedAt)
              .min()
              .orElse(NOON + DAY);
      stream = stream.advanceWatermarkTo(new Instant(watermark));
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static long receivedAt(Outcome<Event> outcome) {
    return outcome instanceof Outcome.Ok<Event> ok
        ? ok.value().receivedAt()
        : ((Outcome.Rejected<Event>) outcome).failure().receivedAt();
  }

  @Test
  void thePartsAloneRefuseUnboundedInput() {
    Pipeline pipeline = DirectRun.pipeline();
    PCollection<Event> events = unbounded(DirectRun.given(pipeline, EventCoder.of(), EVENTS));
    PCollection<SessionedEvent> kept =
        unbounded(pipeline.apply("Kept", Create.empty(SessionedEventCoder.of())));

    assertRefused(() -> events.apply("Dedup", Dedup.within(Duration.ofHours(24))));
    assertRefused(() -> events.apply("Resolve", ResolveIdentity.within(Duration.ofDays(3))));
    assertRefused(() -> kept.apply("Sessionize", Sessionize.by(Rules.defaults())));
  }

  @Test
  void refusesHorizonsThatAreNotPositive() {
    assertThatThrownBy(() -> Dedup.within(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dedup horizon must be positive, was PT0S");
    assertThatThrownBy(() -> ResolveIdentity.within(Duration.ofDays(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Identity horizon must be positive, was PT-24H");
  }

  private static <T> PCollection<T> unbounded(PCollection<T> collection) {
    return collection.setIsBoundedInternal(IsBounded.UNBOUNDED);
  }

  private static void assertRefused(ThrowingCallable apply) {
    assertThatThrownBy(apply)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bounded input only")
        .hasMessageContaining("read a range of the raw store instead");
  }

  private static Failure failure(long offset, Reason reason) {
    return new Failure(
        reason,
        "why",
        at(offset),
        NOON + DAY,
        List.of(),
        Records.raw(0, 0, "x").payload(),
        null,
        null);
  }

  private static final class BobIsB implements Links {
    @Override
    public Link lastBefore(String anonymousId, long receivedAt) {
      return anonymousId.equals("bob") ? new Link("B", NOON - 30 * DAY) : null;
    }

    @Override
    public void close() {}
  }
}
