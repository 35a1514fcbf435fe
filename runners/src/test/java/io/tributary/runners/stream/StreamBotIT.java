package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One busy client: a hundred thousand events as fast as they come, and nobody waits for it. */
class StreamBotIT {

  private static final String TOPIC = "it-bot";
  private static final int EVENTS = 100_000;
  private static final int OTHERS = 10;
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir static Path folder;

  private static EmbeddedStream stream;

  @BeforeAll
  static void start() throws IOException {
    BROKER.kafka().create(TOPIC, 2);
    stream = EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC).start(2);
  }

  @AfterAll
  static void close() {
    stream.close();
  }

  @Test
  void commitsTheRowsOfOthersWhileOneClientIsBusy() throws IOException {
    int number = 0;
    for (int other = 0; other < OTHERS; other++) {
      for (int i = 0; i < EVENTS / OTHERS; i++) {
        BROKER.kafka().send(TOPIC, 0, "bot", seen("bot-" + number++, "bot", Instant.now()));
      }
      BROKER
          .kafka()
          .send(TOPIC, 1, "o" + other, seen("other-" + other, "o" + other, Instant.now()));
    }
    BROKER.kafka().flush();
    try (Lake lake = Lake.open()) {
      stream.await(
          "the others' rows are there",
          SOON,
          () ->
              stream.rows(TABLE) > 0
                  && lake.attach("live", stream.warehouse())
                          .count("SELECT 1 FROM live." + TABLE + " WHERE anonymous_id <> 'bot'")
                      == OTHERS);
      stream.awaitRows(TABLE, EVENTS + OTHERS);
      assertThat(stream.restarts()).isZero();
      stream.finish();
      lake.attach("live", stream.warehouse());
      assertThat(
              lake.ask(
                  "SELECT count(*), count(DISTINCT session_event_number), max(session_event_number)"
                      + " FROM live."
                      + TABLE
                      + " WHERE anonymous_id = 'bot'"))
          .containsExactly(EVENTS + "|" + EVENTS + "|" + EVENTS);
    }
  }
}
