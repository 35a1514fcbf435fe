package io.tributary.transforms.dedup;

import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import io.tributary.transforms.Records;
import io.tributary.transforms.dedup.DedupFold.Copy;
import io.tributary.transforms.dedup.DedupFold.Decision;
import io.tributary.transforms.dedup.DedupFold.Kept;
import io.tributary.transforms.dedup.DedupFold.Memory;
import io.tributary.transforms.dedup.DedupFold.Reused;
import io.tributary.transforms.telemetry.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DedupFoldTest {

  private static final long DAY = 24 * HOUR;

  private final DedupFold fold = new DedupFold(Duration.ofHours(24));
  private final Memory memory = new Memory();
  private long offset;

  @Test
  void keepsTheFirst() {
    assertThat(came(0, 1)).isEqualTo(new Kept());
  }

  @Test
  void findsACopyAtExactlyTheHorizon() {
    came(0, 1);

    assertThat(came(DAY, 1)).isEqualTo(new Copy(at(0), NOON));
  }

  @Test
  void keepsTheSameAgainBehindTheHorizon() {
    came(0, 1);

    assertThat(came(DAY + 1, 1)).isEqualTo(new Kept());
  }

  @Test
  void findsACopyAtTheSameMillisecond() {
    came(0, 1);

    assertThat(came(0, 1)).isEqualTo(new Copy(at(0), NOON));
  }

  @Test
  void namesTheLatestCopyAndNotTheFirst() {
    came(0, 1);
    came(HOUR, 1);

    assertThat(came(2 * HOUR, 1)).isEqualTo(new Copy(at(1), NOON + HOUR));
  }

  @Test
  void keepsOnlyTheFirstOfAStormThatOutlastsTheHorizon() {
    assertThat(came(0, 1)).isEqualTo(new Kept());
    for (int i = 1; i <= 40; i++) {
      assertThat(came(i * 20 * HOUR, 1)).isEqualTo(new Copy(at(i - 1), NOON + (i - 1) * 20 * HOUR));
    }
  }

  @Test
  void callsAnotherContentAReuse() {
    came(0, 1);

    assertThat(came(DAY, 2)).isEqualTo(new Reused(at(0)));
  }

  @Test
  void forgetsAnotherContentBehindTheHorizon() {
    came(0, 1);

    assertThat(came(DAY + 1, 2)).isEqualTo(new Kept());
  }

  @Test
  void findsTheCopyBehindAReuse() {
    came(0, 1);
    came(HOUR, 2);

    assertThat(came(2 * HOUR, 1)).isEqualTo(new Copy(at(0), NOON));
    assertThat(came(3 * HOUR, 2)).isEqualTo(new Copy(at(1), NOON + HOUR));
  }

  @Test
  void aReuseIsRememberedThoughItWasNotKept() {
    came(0, 1);
    came(20 * HOUR, 2);

    assertThat(came(40 * HOUR, 1)).isEqualTo(new Reused(at(1)));
    assertThat(came(60 * HOUR, 2)).isEqualTo(new Reused(at(2)));
  }

  @Test
  void aCopyIsRememberedThoughItWasNotKept() {
    came(0, 1);
    came(20 * HOUR, 1);

    assertThat(came(40 * HOUR, 2)).isEqualTo(new Reused(at(1)));
  }

  @Test
  void refusesAHorizonThatIsNotPositive() {
    assertThatThrownBy(() -> new DedupFold(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dedup horizon must be positive, was PT0S");
    assertThatThrownBy(() -> new DedupFold(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesARowOfEachThatIsNotKept() {
    Event first = event("a").offset(1).user("u").content(1).build();
    Event copy = event("a").offset(2).user("u").content(1).received(NOON + 1).build();
    Event reuse = event("a").offset(3).user("u").content(2).received(NOON + 2).build();
    Event other = event("b").offset(4).user("u").content(2).received(NOON).build();
    List<Event> kept = new ArrayList<>();
    List<WarehouseRow> rows = new ArrayList<>();

    new DedupRows(Duration.ofHours(24))
        .decide(
            new ClientKey("a:anon"),
            List.of(first, copy, reuse, other).iterator(),
            kept::add,
            rows::add,
            Counts.NONE);

    assertThat(kept).containsExactly(first, other);
    assertThat(rows)
        .containsExactly(
            new Duplicate(
                "a", "page.viewed", new ClientKey("a:anon"), at(2), NOON + 1, at(1), NOON, null),
            new DeadLetter(
                new Failure(
                    Reason.EVENT_ID_REUSED,
                    "/event_id: another event of this client at events/0/2 has it",
                    at(3),
                    NOON + 2,
                    List.of(),
                    reuse.payload(),
                    "a",
                    "page.viewed")));
  }

  private Decision came(long afterNoon, long content) {
    return fold.decide(
        memory,
        Records.event("id").offset(offset++).received(NOON + afterNoon).content(content).build());
  }
}
