package io.tributary.runners.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTextTest {

  private static final Reading NOTHING = new Reading(0, 0, 0, 0);

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "59999, 59.9 s",
    "60000, 1 min 0 s",
    "3599999, 59 min 59 s",
    "3600000, 1 h 0 min",
    "90000000, 1 d 1 h"
  })
  void tellsALengthOfTimeInItsTwoLargestUnits(long millis, String text) {
    assertThat(Screen.span(millis)).isEqualTo(text);
  }

  @Test
  void cutsAStormOfCopiesAndKeepsTheLast() {
    List<Explanation.Copy> chain =
        IntStream.range(0, 100)
            .mapToObj(n -> new Explanation.Copy("t/0/" + n, Instant.EPOCH, n))
            .toList();
    assertThat(text(duplicate("id", chain)))
        .contains("t/0/0 ", "t/0/4 ", "94 more", "t/0/99 ")
        .doesNotContain("t/0/5 ", "t/0/98 ");
  }

  @Test
  void showsNothingThatTalksToTheTerminal() {
    String hostile = "\u001b[2J\u202e\n\u0000";
    assertThat(text(duplicate(hostile, List.of(new Explanation.Copy("t/0/0", Instant.EPOCH, 0)))))
        .contains("\\u001b[2J\\u202e\\u000a\\u0000")
        .doesNotContain("\u001b", "\u202e", "\u0000");
  }

  private static String text(Explanation one) {
    return ExplanationText.of(new Answer(List.of(one), 0, List.of(), NOTHING, null));
  }

  private static Explanation duplicate(String id, List<Explanation.Copy> chain) {
    return new Explanation(
        "t/0/100",
        Explanation.State.DUPLICATE,
        "duplicate",
        List.of(),
        null,
        null,
        null,
        new Explanation.DuplicateOf(id, "page.seen", Instant.EPOCH, chain, null),
        null,
        null,
        null);
  }
}
