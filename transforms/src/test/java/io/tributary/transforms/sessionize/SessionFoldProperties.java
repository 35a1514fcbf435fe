package io.tributary.transforms.sessionize;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.event;
import static io.tributary.transforms.Records.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.Records;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.Counts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SessionFoldProperties {

  private static final ClientKey CLIENT = ClientKey.ofAnonymous("anon");

  @Property(seed = "20260302")
  void saysWhatTheRulesSay(@ForAll("clients") List<SessionedEvent> events) {
    agree(Rules.defaults(), events);
  }

  @Property(seed = "20260302")
  void saysWhatTheRulesSayOfCrowds(@ForAll("crowds") List<SessionedEvent> events) {
    agree(Rules.defaults(), events);
  }

  @Property(seed = "20260302", tries = 300)
  void saysWhatTheRulesSayWithOtherSettings(
      @ForAll("clients") List<SessionedEvent> events, @ForAll("settings") Rules rules) {
    agree(rules, events);
  }

  @Property(seed = "20260302", tries = 300)
  void onlyTheLastRevisionCountsEveryEventOnce(@ForAll("clients") List<SessionedEvent> events) {
    List<Session> rows = new ArrayList<>();
    fold(Rules.defaults(), events, rows);

    Set<String> open = new HashSet<>();
    long counted = 0;
    for (int i = rows.size() - 1; i >= 0; i--) { // the last revision comes last
      if (open.add(rows.get(i).sessionId())) {
        counted += rows.get(i).eventCount();
      }
    }
    assertThat(counted).isEqualTo(events.size());
  }

  @Property(seed = "20260302", tries = 300)
  void noSessionOutlivesThirtySixHours(@ForAll("clients") List<SessionedEvent> events) {
    List<Session> rows = new ArrayList<>();
    fold(Rules.defaults(), events, rows);

    assertThat(rows).allMatch(row -> row.endedAt() - row.startedAt() < 36 * HOUR);
  }

  private static void agree(Rules rules, List<SessionedEvent> events) {
    List<Session> rows = new ArrayList<>();
    List<SessionedEvent> places = fold(rules, events, rows);

    SlowSessions slow = SlowSessions.of(CLIENT, rules, events);
    assertThat(places).isEqualTo(slow.places());
    assertThat(rows).containsExactlyInAnyOrderElementsOf(slow.rows());
  }

  private static List<SessionedEvent> fold(
      Rules rules, List<SessionedEvent> unordered, List<Session> rows) {
    List<SessionedEvent> events = new ArrayList<>(unordered);
    events.sort(Orders.effective(rules.maxOutOfOrder()));
    SessionFold fold = new SessionFold(rules);
    SessionFold.Memory memory = new SessionFold.Memory(CLIENT);
    List<SessionedEvent> places = new ArrayList<>();
    for (SessionedEvent event : events) {
      places.add(fold.accept(memory, event, rows::add, Counts.NONE));
    }
    fold.finish(memory, rows::add, Counts.NONE);
    return places;
  }

  @Provide
  Arbitrary<Rules> settings() {
    return Combinators.combine(
            Arbitraries.of("PT5M", "PT30M", "PT12H"), Arbitraries.of("PT0S", "PT10M", "PT12H"))
        .as(Records::rules);
  }

  /**
   * One client's events: walks of a few steps or of days, on a grid of five minutes, so that gaps
   * of exactly thirty minutes, midnights and noons are hit often; in time, or late by a step to
   * three days, alone or a whole walk at once.
   */
  @Provide
  Arbitrary<List<SessionedEvent>> clients() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3 * 288),
            Arbitraries.frequency(Tuple.of(4, 6), Tuple.of(1, 120)),
            Arbitraries.of(Lateness.values()),
            Arbitraries.longs())
        .as(Walk::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(SessionFoldProperties::events);
  }

  private enum Lateness {
    NONE,
    SOME,
    UPLOAD
  }

  /** Many events at few times, received on a grid of three hours: ties and exact horizons. */
  @Provide
  Arbitrary<List<SessionedEvent>> crowds() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 24))
        .as((step, threeHours) -> new long[] {step, threeHours})
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(
            spots -> {
              List<SessionedEvent> events = new ArrayList<>();
              for (long[] spot : spots) {
                int number = events.size();
                events.add(
                    kept(
                        event("e" + number)
                            .offset(number)
                            .timestamp(MIDNIGHT + 8 * HOUR + spot[0] * 10 * MINUTE)
                            .received(MIDNIGHT + 11 * HOUR + spot[1] * 3 * HOUR)
                            .build()));
              }
              return events;
            });
  }

  private record Walk(int startStep, int longest, Lateness lateness, long seed) {}

  private static List<SessionedEvent> events(List<Walk> walks) {
    List<SessionedEvent> events = new ArrayList<>();
    for (Walk walk : walks) {
      Random random = new Random(walk.seed);
      long time = MIDNIGHT + walk.startStep * 5 * MINUTE + random.nextInt(3) - 1;
      long upload = time + late(random);
      int length = 1 + random.nextInt(walk.longest);
      for (int i = 0; i < length; i++) {
        long received =
            switch (walk.lateness) {
              case NONE -> time;
              case SOME -> random.nextInt(4) == 0 ? time + late(random) : time;
              case UPLOAD -> Math.max(upload, time) + i;
            };
        int number = events.size();
        events.add(
            kept(
                event("e" + number)
                    .offset(number)
                    .type("type" + random.nextInt(3))
                    .user(random.nextInt(6) == 0 ? "user" + random.nextInt(2) : null)
                    .timestamp(time)
                    .received(received)
                    .build()));
        time += random.nextInt(8) * 5 * MINUTE - (random.nextInt(20) == 0 ? 1 : 0);
      }
    }
    Collections.shuffle(events, new Random(walks.size()));
    return events;
  }

  private static long late(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> (long) random.nextInt(4) * 5 * MINUTE;
      case 1 -> HOUR * (1 + random.nextInt(12));
      case 2 -> DAY + (random.nextInt(5) - 2) * 5 * MINUTE;
      case 3 -> DAY + HOUR * random.nextInt(24);
      default -> 3 * DAY;
    };
  }
}
