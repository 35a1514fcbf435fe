package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.cli.LiveView.Found;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveTextTest {

  private static final LiveView STARTED =
      new LiveView(
          "Sending, 0 of 60 s",
          0,
          0,
          0,
          0,
          0,
          new Found(0, 0, 0, 0),
          0,
          Optional.empty(),
          Optional.empty(),
          1,
          0,
          new TreeMap<>(),
          new TreeMap<>());

  static LiveView moment(String phase) {
    return new LiveView(
        phase,
        46_000,
        2_000.4,
        45_500,
        1_990.2,
        40_000,
        new Found(790, 1_010, 720, 3_020),
        900,
        Optional.of(Duration.ofMillis(640)),
        Optional.of(Duration.ofMillis(9_400)),
        11,
        2,
        new TreeMap<>(
            Map.of("events_notification_opened", 1_234L, "duplicates", 1_400L, "new", 7L)),
        new TreeMap<>(
            Map.of("events_notification_opened", 1_100L, "duplicates", 1_010L, "sessions", 9L)));
  }

  @Test
  void pageHasNumbersOnTheLeftAndTablesOnTheRight() {
    assertThat(LiveText.page(moment("Sending, 23 of 60 s")))
        .startsWith(
            " Sending, 23 of 60 s",
            "",
            " records                      | table                           sent      rows",
            "   sent                46,000 | duplicates                     1,400     1,010",
            "     per second         2,000 | events_notification_opened     1,234     1,100",
            "   read                45,500 | new                                7         -",
            "     per second         1,990 | sessions                           -         9",
            "   in the raw store    40,000 |")
        .contains("   after                0.6 s |", "   behind the clock     9.4 s |")
        .allMatch(line -> line.length() < 80)
        .hasSizeLessThan(23);
  }

  @Test
  void pageHasRoomForWhatIsNotThereYet() {
    assertThat(LiveText.page(STARTED))
        .contains("   after                    - |", "   behind the clock         - |");
  }

  @Test
  void lineTellsTheSameInShort() {
    assertThat(LiveText.line(moment("Sending, 23 of 60 s")))
        .isEqualTo(
            "Sending, 23 of 60 s: 46,000 sent, 45,500 read (1,990/s), 40,000 archived, 2,119 rows"
                + " in tables, 9.4 s behind; real time after 0.6 s; 11 checkpoints, 2 restarts");
    assertThat(LiveText.line(STARTED)).endsWith("0 archived, 0 rows in tables; 1 checkpoints");
  }
}
