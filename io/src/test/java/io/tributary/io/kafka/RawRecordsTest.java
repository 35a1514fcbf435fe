package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RawRecordsTest {

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        topic,
        3,
        42,
        1_700_000_000_123L,
        TimestampType.LOG_APPEND_TIME,
        -1,
        -1,
        key,
        value,
        headers,
        Optional.empty());
  }

  @Test
  void keepsEverythingAsItCame() {
    byte[] noText = {(byte) 0xff, 0, (byte) 0xfe};
    Headers headers =
        new RecordHeaders().add("b", noText).add("a", null).add("b", new byte[0]).add("", noText);
    assertThat(RawRecords.of(record("events", noText, new byte[] {1, 2}, headers)))
        .isEqualTo(
            new RawRecord(
                new Coordinate("events", 3, 42),
                1_700_000_000_123L,
                noText,
                List.of(
                    new Header("b", noText),
                    new Header("a", null),
                    new Header("b", new byte[0]),
                    new Header("", noText)),
                new byte[] {1, 2}));
  }

  @Test
  void keepsAbsenceApartFromEmptiness() {
    RawRecord absent = RawRecords.of(record("events", null, null, new RecordHeaders()));
    RawRecord empty =
        RawRecords.of(record("events", new byte[0], new byte[0], new RecordHeaders()));
    assertThat(absent.key()).isNull();
    assertThat(absent.payload()).isNull();
    assertThat(absent.headers()).isEmpty();
    assertThat(empty.key()).isEmpty();
    assertThat(empty.payload()).isEmpty();
  }

  @Test
  void sharesTheTopicsName() {
    RawRecord one = RawRecords.of(record(new String("x"), null, null, new RecordHeaders()));
    RawRecord two = RawRecords.of(record(new String("x"), null, null, new RecordHeaders()));
    assertThat(one.coordinate().topic()).isSameAs(two.coordinate().topic());
  }
}
