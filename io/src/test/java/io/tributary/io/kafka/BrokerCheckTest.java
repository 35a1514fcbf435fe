package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {

  private static void check(String brokers) {
    BrokerCheck.check(KafkaSettings.of(brokers, "events"), Duration.ofMillis(500), false);
  }

  @Test
  void saysThatNoBrokerAnswers() {
    assertThatThrownBy(() -> check("127.0.0.1:1"))
        .isInstanceOf(UnusableTopic.class)
        .hasMessageContainingAll("No broker answered at 127.0.0.1:1", "--bootstrap-servers");
  }

  @Test
  void saysThatAHostHasNoAddress() {
    assertThatThrownBy(() -> check("no-such-host.invalid:9092"))
        .isInstanceOf(UnusableTopic.class)
        .hasMessageContainingAll("no-such-host.invalid:9092", "--bootstrap-servers");
  }

  @Test
  void saysThatAnAddressIsNone() {
    assertThatThrownBy(() -> check("localhost"))
        .isInstanceOf(UnusableTopic.class)
        .hasMessageContainingAll("localhost", "--bootstrap-servers");
  }
}
