package io.tributary.runners.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "0.00001, < 0.01 %",
    "0.0042, 0.42 %",
    "0.031, 3.1 %",
    "0.214, 21.4 %",
    "0.9999, 100.0 %",
    "1, 100 %",
    "NaN, -"
  })
  void sharesHaveTheDigitsThatTellSomething(double fraction, String text) {
    assertThat(Numbers.share(fraction)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.4704, 470 ms",
    "4.25, 4.3 s",
    "42.1, 42 s",
    "600, 10 min",
    "5400, 1.5 h",
    "432000, 5.0 days"
  })
  void timesHaveTheirUnit(double seconds, String text) {
    assertThat(Numbers.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void theMedianOfNothingIsNoNumber() {
    assertThat(Numbers.median(List.of())).isNaN();
    assertThat(Numbers.median(List.of(3, 1))).isEqualTo(2);
    assertThat(Numbers.median(List.of(3L, 1L, 100L))).isEqualTo(3);
  }

  @Test
  void oneThingIsNotManyThings() {
    assertThat(Numbers.count(1, "record")).isEqualTo("1 record");
    assertThat(Numbers.count(12_345, "record")).isEqualTo("12,345 records");
  }
}
