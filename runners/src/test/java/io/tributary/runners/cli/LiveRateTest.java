package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LiveRateTest {

  private static final long SECOND = 1_000_000_000L;

  private final LiveRate rate = new LiveRate();

  @Test
  void isNoneUntilItIsKnown() {
    assertThat(rate.perSecond()).isZero();
    rate.add(SECOND, 100);
    assertThat(rate.perSecond()).isZero();
    rate.add(SECOND, 200);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void isThatOfTheLastSeconds() {
    for (int second = 0; second <= 10; second++) {
      rate.add(second * SECOND, second * 2_000L);
    }
    assertThat(rate.perSecond()).isCloseTo(2_000, within(1e-6));
    for (int second = 11; second <= 20; second++) {
      rate.add(second * SECOND, 20_000L);
    }
    assertThat(rate.perSecond()).isZero();
  }
}
