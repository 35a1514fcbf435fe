package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.reference.ReferenceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One stream over topics with everything wrong in them, from its first record to its end: what it
 * wrote is what a replay of its raw store writes.
 */
class StreamIT {

  private static final String SHOP = "it-shop";
  private static final String HOSTILE = "it-hostile";
  private static final String CLOCKS = "it-clocks";
  private static final String REAL_TIME = "it-realtime";
  private static final String DEAD = "it-dead-letters";
  private static final int EVENTS = 3_000;
  private static final int MIB = 1 << 20;
  private static final Duration YEAR = Duration.ofDays(365);

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir static Path folder;

  private static EmbeddedKafka kafka;
  private static EmbeddedStream stream;
  private static Lake lake;
  private static long rowsBeforeTheEnd;

  @BeforeAll
  static void stream() throws IOException {
    kafka = BROKER.kafka();
    // Partition 2 of the clocks' topic stays empty, and 1 falls silent after one record.
    kafka.create(SHOP, 3);
    kafka.create(HOSTILE, 1);
    kafka.create(CLOCKS, 3);
    kafka.create(REAL_TIME, 2);
    kafka.create(DEAD, 2);
    GeneratorOptions options =
        GeneratorOptions.into(folder.resolve("made")).withEvents(EVENTS).withUsers(150);
    LiveGenerator.References made = LiveGenerator.references(options);
    EmbeddedEvents.schemas(made.schemas());
    stream =
        new EmbeddedStream(
                folder,
                kafka,
                new ReferenceConfig(
                    made.schemas(), made.profiles(), null, made.links(), null, false),
                SHOP,
                HOSTILE,
                CLOCKS)
            .publishing(REAL_TIME, Set.of("order.completed", "page.viewed"), DEAD);
    sendHostile();
    sendClocks();
    Duration over = Duration.ofSeconds(20);
    List<LiveGenerator.LiveRecord> shop = new ArrayList<>();
    LiveGenerator.run(
        options, System.currentTimeMillis() - over.toMillis(), over, record -> shop.add(record));
    shop.subList(0, EVENTS / 2).forEach(record -> kafka.send(SHOP, record));
    kafka.flush();

    stream.start(2);
    stream.awaitCommitted();
    shop.subList(EVENTS / 2, shop.size()).forEach(record -> kafka.send(SHOP, record));
    kafka.widen(CLOCKS, 5);
    kafka.send(CLOCKS, 3, "added", seen("added-3", "added", Instant.now()));
    kafka.send(CLOCKS, 4, "added", seen("added-4", "added", Instant.now()));
    kafka.flush();
    stream.awaitRows(TABLE, 4 + 6 + 2);
    stream.awaitCommitted();
    rowsBeforeTheEnd = stream.rows(TABLE);
    stream.finish();
    lake = Lake.open().attach("live", stream.warehouse());
  }

  @AfterAll
  static void close() {
    stream.close();
    lake.close();
  }

  private static void sendHostile() {
    Instant now = Instant.now();
    kafka.send(new ProducerRecord<>(HOSTILE, bytes("k"), null));
    kafka.send(new ProducerRecord<>(HOSTILE, bytes("k"), new byte[0]));
    kafka.send(new ProducerRecord<>(HOSTILE, bytes("k"), new byte[10 * MIB]));
    kafka.send(new ProducerRecord<>(HOSTILE, bytes("k"), bytes("[".repeat(500_000))));
    kafka.send(new ProducerRecord<>(HOSTILE, bytes("k"), bytes("{\"a\":".repeat(100_000))));
    kafka.send(new ProducerRecord<>(HOSTILE, null, bytes(seen("no-key", "h", now))));
    kafka.send(new ProducerRecord<>(HOSTILE, new byte[MIB], bytes(seen("long-key", "h", now))));
    ProducerRecord<byte[], byte[]> headers =
        new ProducerRecord<>(HOSTILE, bytes("k"), bytes(seen("headers", "h", now)));
    headers.headers().add("traceparent", new byte[] {(byte) 0xff, 0, (byte) 0xc0});
    headers.headers().add("again", bytes("1")).add("again", bytes("2")).add("again", null);
    headers.headers().add("", new byte[0]).add("user_agent", new byte[] {(byte) 0xfe});
    kafka.send(headers);
    kafka.send(new ProducerRecord<>(HOSTILE, new byte[0], bytes(seen("empty-key", "h", now))));
  }

  /** Four that are kept, beside two others' that must not wait for them; two that are not. */
  private static void sendClocks() {
    Instant now = Instant.now();
    for (Duration off : List.of(YEAR, YEAR.negated())) {
      Instant wrong = now.plus(off);
      String name = off.isNegative() ? "behind" : "ahead";
      kafka.send(
          CLOCKS, 0, name, seen(name, name, wrong, ",\"sent_at\":\"" + wrong.plusMillis(5) + "\""));
      kafka.send(CLOCKS, 0, name, seen(name + "-unsent", name, wrong));
    }
    // As far off as may be without sent_at.
    kafka.send(CLOCKS, 0, "slow", seen("slow", "slow", now.minus(Duration.ofDays(29))));
    kafka.send(CLOCKS, 0, "fast", seen("fast", "fast", now.plus(Duration.ofHours(23))));
    kafka.send(CLOCKS, 0, "right", seen("right-0", "right", now));
    kafka.send(CLOCKS, 1, "right", seen("right-1", "right", now));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void writesTheRowsThatAReplayWrites() throws IOException {
    assertThat(stream.differences(lake)).isEmpty();
    assertThat(lake.rows("live").keySet()).contains("dead_letters", "duplicates", "sessions");
  }

  @Test
  void archivesEveryRecordOnceAsItCame() {
    assertThat(stream.unfaithful(lake)).isEmpty();
  }

  @Test
  void publishesEveryEventOfTheTypesWithTheValuesOfItsRow() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> published = kafka.read(REAL_TIME);
    for (String table : List.of("events_order_completed", "events_page_viewed")) {
      EmbeddedPublished.assertHasAll(published, lake, "live", table);
    }
    assertThat(published)
        .extracting(record -> EmbeddedPublished.header(record, "event_type"))
        .containsOnly("order.completed", "page.viewed");
  }

  @Test
  void publishesEveryDeadLetterAsItCame() {
    List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>(kafka.read(SHOP));
    sent.addAll(kafka.read(HOSTILE));
    sent.addAll(kafka.read(CLOCKS));
    EmbeddedPublished.assertHasDeadLetters(kafka.read(DEAD), sent, lake, "live");
  }

  @Test
  void takesWhatKillsAParserAsDeadLetter() {
    assertThat(
            lake.ask(
                "SELECT reason, coalesce(octet_length(payload), -1) FROM live.dead_letters WHERE"
                    + " kafka_topic = '"
                    + HOSTILE
                    + "' ORDER BY kafka_offset"))
        .containsExactly(
            "MALFORMED_JSON|-1",
            "MALFORMED_JSON|0",
            "TOO_LARGE|" + 10 * MIB,
            "MALFORMED_JSON|500000",
            "MALFORMED_JSON|500000");
    assertThat(events("kafka_topic = '" + HOSTILE + "'"))
        .containsExactlyInAnyOrder("no-key", "long-key", "headers", "empty-key");
  }

  @Test
  void takesAClientsClockForNothingButItsOwnEvents() {
    assertThat(
            lake.ask(
                "SELECT event_id, reason FROM live.dead_letters WHERE kafka_topic = '"
                    + CLOCKS
                    + "' ORDER BY 1"))
        .containsExactly(
            "ahead-unsent|TIMESTAMP_OUT_OF_RANGE", "behind-unsent|TIMESTAMP_OUT_OF_RANGE");
    assertThat(events("kafka_topic = '" + CLOCKS + "' AND kafka_partition < 3"))
        .containsExactlyInAnyOrder("ahead", "behind", "slow", "fast", "right-0", "right-1");
    assertThat(
            events(
                "event_id IN ('ahead', 'behind') AND NOT is_late AND timestamp ="
                    + " received_at - INTERVAL 5 MILLISECONDS"))
        .as("corrected by sent_at")
        .containsExactlyInAnyOrder("ahead", "behind");
    assertThat(events("event_id IN ('slow', 'fast') AND timestamp <= received_at")).hasSize(2);
  }

  @Test
  void readsPartitionsThatAreAddedWhileOthersAreIdleOrEmpty() {
    assertThat(events("kafka_topic = '" + CLOCKS + "' AND kafka_partition >= 3"))
        .containsExactlyInAnyOrder("added-3", "added-4");
    assertThat(rowsBeforeTheEnd).as("rows before it was finished").isEqualTo(12);
  }

  private static List<String> events(String where) {
    return lake.ask("SELECT event_id FROM live." + TABLE + " WHERE " + where);
  }
}
