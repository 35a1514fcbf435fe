package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.validate.EventValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the keyed stage keeps, day after day of the same traffic. */
class LiveStateTest {

  private static final int DAYS = 8;

  /** The longest that anything of an event is remembered is three days; then as much goes. */
  private static final int STEADY = 3;

  /** The watermark moves on so often. */
  private static final long STEP = 10 * MINUTE;

  private static final String BOT = "a:bot";

  /**
   * What is kept at the end of a day.
   *
   * @param clients of whom anything is kept
   * @param cells entries and values of all of them
   * @param bytes of all of them
   * @param botCells entries and values of the busy machine
   * @param botBytes its bytes
   * @param largest the most bytes of any other client
   */
  private record Kept(
      int clients, long cells, long bytes, long botCells, long botBytes, long largest) {}

  private static final List<Kept> KEPT = new ArrayList<>();
  private static Stage stage;

  @BeforeAll
  static void live() {
    stage = new Stage();
    Iterator<RawRecord> records = Week.ofDays(DAYS).iterator();
    RawRecord next = records.next();
    for (long now = MIDNIGHT + STEP; now <= MIDNIGHT + DAYS * DAY; now += STEP) {
      while (next != null && next.receivedAt() < now) {
        stage.arrive(next);
        next = records.hasNext() ? records.next() : null;
      }
      stage.advanceTo(now);
      if ((now - MIDNIGHT) % DAY == 0) {
        KEPT.add(stage.kept());
      }
    }
  }

  @Test
  void fromTheThirdDayOnStateIsAsLargeAsBefore() {
    Kept steady = KEPT.get(STEADY - 1);
    assertThat(steady.clients()).isGreaterThan(Week.REGULARS + Week.NEW_EACH_DAY);
    assertThat(KEPT.subList(STEADY, DAYS))
        .hasSize(DAYS - STEADY)
        .allSatisfy(
            day -> {
              assertThat(day.clients()).isCloseTo(steady.clients(), withinPercentage(2));
              assertThat(day.cells()).isCloseTo(steady.cells(), withinPercentage(2));
              assertThat(day.bytes()).isCloseTo(steady.bytes(), withinPercentage(2));
              assertThat(day.botCells()).isCloseTo(steady.botCells(), withinPercentage(1));
              assertThat(day.botBytes()).isCloseTo(steady.botBytes(), withinPercentage(1));
            });
  }

  @Test
  void ofABusyMachineOnlyTheIdsOfADayAreKept() {
    assertThat(KEPT)
        .allSatisfy(day -> assertThat(day.botCells()).isLessThan(Week.BOT_EVENTS_A_DAY * 26L / 24));
  }

  /** Whether it comes every day, days late, with a clock a year off or with one that is stuck. */
  @Test
  void noOtherClientTakesMuch() {
    assertThat(KEPT).allSatisfy(day -> assertThat(day.largest()).isLessThan(4_000));
  }

  @Test
  void aClockThatNothingCorrectsLeavesNothing() {
    assertThat(stage.rejected).isEqualTo(24 * DAYS);
    assertThat(stage.seen).contains("a:stuck", BOT).doesNotContain("a:lost");
  }

  @Test
  void whenNobodyComesAnyMoreNothingIsKept() {
    for (long hour = 1; hour <= 4 * 24; hour++) {
      stage.advanceTo(MIDNIGHT + DAYS * DAY + hour * HOUR);
    }
    assertThat(stage.clients).isEmpty();
  }

  /** All clients under one watermark. */
  private static final class Stage {

    private static final class Client {
      final LiveFold.State state = FakeState.empty();
      Queues queues = Queues.EMPTY;
    }

    private final EventValidator validator =
        new EventValidator(
            SchemaSet.of(
                Map.of("page.viewed", Map.of(new SchemaVer(1, 0, 0), "{\"type\":\"object\"}")),
                SchemaSettings.defaults()));
    private final LiveFold fold = new LiveFold(Rules.defaults(), null, RealTime.NONE);
    private final Map<String, Client> clients = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long rejected;

    void arrive(RawRecord record) {
      if (validator.check(record) instanceof Outcome.Ok<Event> ok) {
        String key = ok.value().clientKey().text();
        seen.add(key);
        Client client = clients.computeIfAbsent(key, any -> new Client());
        client.queues = fold.arrive(client.state, ok.value());
      } else {
        rejected++;
      }
    }

    void advanceTo(long watermark) {
      Iterator<Map.Entry<String, Client>> all = clients.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<String, Client> next = all.next();
        Client client = next.getValue();
        while (client.queues.timer() < watermark) {
          client.queues =
              fold.release(
                  client.state, new ClientKey(next.getKey()), watermark, row -> {}, Counts.NONE);
        }
        if (client.queues.timer() == Queues.NONE && FakeState.size(client.state) == 0) {
          all.remove();
        }
      }
    }

    Kept kept() {
      Client bot = clients.get(BOT);
      return new Kept(
          clients.size(),
          clients.values().stream().mapToLong(c -> FakeState.size(c.state)).sum(),
          clients.values().stream().mapToLong(c -> FakeState.bytes(c.state)).sum(),
          bot == null ? 0 : FakeState.size(bot.state),
          bot == null ? 0 : FakeState.bytes(bot.state),
          clients.values().stream()
              .filter(client -> client != bot)
              .mapToLong(c -> FakeState.bytes(c.state))
              .max()
              .orElse(0));
    }
  }
}
