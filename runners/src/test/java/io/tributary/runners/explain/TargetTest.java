package io.tributary.runners.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @Test
  void takesTopicPartitionOffsetForACoordinate() {
    assertThat(Target.of("shop.events-1_b/3/1042"))
        .isEqualTo(new Target.OfRecord(new Coordinate("shop.events-1_b", 3, 1042)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0190c1d2",
        "a/b/c",
        "a/1",
        "/1/2",
        "a/1/2/",
        "a/b/1/2",
        "a/-1/2",
        "a/1/x",
        "a b/1/2",
        "a/9999999999/1",
        "a/1/9999999999999999999"
      })
  void takesAnythingElseForAnEventId(String text) {
    assertThat(Target.of(text)).isEqualTo(new Target.OfEvent(text));
  }
}
