package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private final long[] observed = new long[DayBook.HOURS];
  private final double[] expected = new double[DayBook.HOURS];

  SilenceTest() {
    Arrays.fill(observed, 10);
    Arrays.fill(expected, 10);
  }

  @Test
  void isNoneWhereEveryHourHasSomething() {
    assertThat(Silence.longest(observed, expected, 24)).isNull();
  }

  @Test
  void takesTheOneInWhichMostIsMissed() {
    observed[1] = 0;
    observed[2] = 0;
    observed[3] = 0;
    observed[20] = 0;
    expected[20] = 40;
    assertThat(Silence.longest(observed, expected, 24)).isEqualTo(new Silence(20, 21, 0, 40));
  }

  @Test
  void lastsThroughHoursInWhichNothingIsExpected() {
    for (int hour = 20; hour < 24; hour++) {
      observed[hour] = 0;
    }
    expected[21] = 0;
    expected[23] = 0;
    assertThat(Silence.longest(observed, expected, 24)).isEqualTo(new Silence(20, 23, 0, 20));
  }

  @Test
  void endsWhereTheDayIsNotComplete() {
    for (int hour = 12; hour < 24; hour++) {
      observed[hour] = 0;
    }
    assertThat(Silence.longest(observed, expected, 12)).isNull();
    assertThat(Silence.longest(observed, expected, 14)).isEqualTo(new Silence(12, 14, 0, 20));
  }
}
