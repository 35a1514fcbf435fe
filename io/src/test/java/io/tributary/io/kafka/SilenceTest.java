package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SilenceTest {

  private final List<String> said = new ArrayList<>();
  private final Silence silence = new Silence("broker:9092", 0, log());

  private Logger log() {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                said.add(method.getName() + " " + arguments[1] + " " + arguments[2]));
  }

  @Test
  void speaksEveryHalfMinuteAndOnceWhenItIsOver() {
    silence.answered(1_000);
    for (long now = 1_000; now < 75_000; now += 10) {
      silence.waiting(now);
    }
    silence.answered(80_000);
    silence.answered(81_000);
    assertThat(said)
        .containsExactly(
            "warn broker:9092 10",
            "warn broker:9092 40",
            "warn broker:9092 70",
            "info broker:9092 79");
  }

  @Test
  void shortPausesAreNotWorthAWord() {
    for (long now = 0; now < 100_000; now += 9_000) {
      silence.waiting(now);
      silence.answered(now);
    }
    assertThat(said).isEmpty();
  }
}
