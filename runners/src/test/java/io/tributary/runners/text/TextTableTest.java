package io.tributary.runners.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void alignsColumns() {
    assertThat(
            TextTable.of("event_type", "events")
                .right(1)
                .row("product.viewed", 1200)
                .row("cart", 7)
                .row("a", null)
                .render())
        .isEqualTo(
            """
             event_type     | events
            ----------------+--------
             product.viewed |   1200
             cart           |      7
             a              |   NULL
            """);
  }

  @Test
  void showsOnlyTheHeaderOfNoRows() {
    assertThat(TextTable.of("a", "b").render()).isEqualTo(" a | b\n---+---\n");
  }

  @Test
  void cutsTheLongestValuesFirstAndOnlyAsFarAsNeeded() {
    String table =
        TextTable.of("id", "text", "more")
            .fit(130)
            .row("x".repeat(36), "y".repeat(200), "z".repeat(41))
            .render();

    assertThat(table.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(130));
    assertThat(table).contains("x".repeat(36), "z".repeat(41), "y".repeat(42) + "...");
  }

  @Test
  void neverCutsShortValues() {
    String value = "v".repeat(TextTable.NEVER_CUT);

    assertThat(TextTable.of("a", "b", "c").fit(20).row(value, value, value + "v").render())
        .contains(" " + value + " | " + value + " | " + "v".repeat(37) + "...\n");
  }

  @Test
  void leavesLongValuesWholeWithoutAWidth() {
    assertThat(TextTable.of("a").row("v".repeat(500)).render()).contains("v".repeat(500));
  }

  @Test
  void countsThePlacesOfOtherScripts() {
    assertThat(
            TextTable.of("a", "b")
                .row("\u6771\u4eac", 1)
                .row("e\u0301", 2)
                .row("\uD83D\uDE00", 3)
                .row("abcd", 4)
                .render())
        .isEqualTo(
            """
             a    | b
            ------+---
             \u6771\u4eac | 1
             e\u0301    | 2
             \uD83D\uDE00   | 3
             abcd | 4
            """);
  }

  @Test
  void keepsSurrogatePairsTogetherWhenItCuts() {
    String table = TextTable.of("a").fit(1).row("\uD83D\uDE00".repeat(30)).render();

    assertThat(table).contains(" " + "\uD83D\uDE00".repeat(18) + "...\n");
  }

  @Test
  void escapesWhatWouldMoveTheCursor() {
    assertThat(TextTable.of("a\nb").row("1\t2\r3\u001b[2J\u2028\u202e\uD800").render())
        .contains(" a\\nb\n", " 1\\t2\\r3\\u001b[2J\\u2028\\u202e\\ud800\n");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    assertThatThrownBy(() -> TextTable.of("a", "b").row("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A row of 1 values in a table of 2 columns");
    assertThatThrownBy(() -> TextTable.of("a").fit(0)).hasMessage("Width must be positive, was 0");
  }
}
