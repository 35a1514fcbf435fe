package io.tributary.io.kafka;

import static io.tributary.io.kafka.PublishedRows.deadLetter;
import static io.tributary.io.kafka.PublishedRows.header;
import static io.tributary.io.kafka.PublishedRows.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class PublishDeadLettersTest {

  private static final byte[] PAYLOAD = {'{', 0, (byte) 0xff};
  private static final List<String> OWN =
      List.of(
          "tributary.stage=VALIDATE",
          "tributary.reason=MALFORMED_JSON",
          "tributary.detail=not JSON at byte 7",
          "tributary.topic=events",
          "tributary.partition=3",
          "tributary.offset=17",
          "tributary.received_at=2026-03-10T12:00:00.000Z");

  private final PublishDeadLetters format = new PublishDeadLetters();

  private ProducerRecord<byte[], byte[]> record(DeadLetter row, PublishSize size) {
    return format.record("dead", row, size);
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(
            header ->
                header.key()
                    + "="
                    + (header.value() == null
                        ? null
                        : new String(header.value(), StandardCharsets.ISO_8859_1)))
        .toList();
  }

  @Test
  void sendsTheBytesAsTheyCame() {
    ProducerRecord<byte[], byte[]> record =
        record(deadLetter(PAYLOAD, header("a", "1"), header("a", null)), PublishSize.WHOLE);
    assertThat(record.topic()).isEqualTo("dead");
    assertThat(record.key()).isNull();
    assertThat(record.value()).isEqualTo(PAYLOAD);
    assertThat(headers(record).subList(0, 2)).containsExactly("a=1", "a=null");
    assertThat(headers(record).subList(2, 9)).isEqualTo(OWN);
    assertThat(headers(record)).hasSize(9);
  }

  @Test
  void keepsAMissingPayloadMissing() {
    ProducerRecord<byte[], byte[]> record = record(deadLetter(null), PublishSize.WHOLE);
    assertThat(record.value()).isNull();
    assertThat(headers(record)).isEqualTo(OWN);
  }

  @Test
  void theOwnHeadersAreTheLastOfTheirName() {
    ProducerRecord<byte[], byte[]> record =
        record(deadLetter(PAYLOAD, header("tributary.offset", "4")), PublishSize.WHOLE);
    assertThat(record.headers().lastHeader("tributary.offset").value()).asString().isEqualTo("17");
  }

  @Test
  void saysWhatWasLeftOut() {
    DeadLetter row = deadLetter(PAYLOAD, header("a", "1"));
    ProducerRecord<byte[], byte[]> smaller = record(row, PublishSize.WITHOUT_PAYLOAD);
    assertThat(smaller.value()).isNull();
    assertThat(headers(smaller)).contains("a=1").endsWith("tributary.payload=omitted");
    ProducerRecord<byte[], byte[]> bare = record(row, PublishSize.BARE);
    assertThat(bare.value()).isNull();
    assertThat(headers(bare).subList(0, 7)).isEqualTo(OWN);
    assertThat(headers(bare).subList(7, 9))
        .containsExactly("tributary.payload=omitted", "tributary.headers=omitted");
  }

  @Test
  void takesDeadLettersAlone() {
    assertThat(format.takes(deadLetter(null))).isTrue();
    assertThat(format.takes(plain())).isFalse();
  }
}
