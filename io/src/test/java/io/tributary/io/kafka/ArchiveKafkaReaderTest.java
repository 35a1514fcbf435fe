package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ArchiveKafkaReaderTest {

  private static final RawPartition ZERO = partition(0);
  private static final TopicPartition IN_KAFKA = new TopicPartition(ArchiveLogs.TOPIC, 0);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);

  private final ArchiveReader reader =
      ArchiveKafkaReader.with(
              new Clients() {
                private static final long serialVersionUID = 1L;

                @Override
                public Consumer<byte[], byte[]> consumer() {
                  return consumer;
                }

                @Override
                public Lookout lookout() {
                  throw new UnsupportedOperationException();
                }

                @Override
                public Clients with(KafkaSettings other) {
                  return this;
                }
              })
          .open();

  /** Lets the range be read as far as these offsets are fetched, one poll each. */
  private List<Long> read(long from, long seen, long to, long... fetched) {
    ArchiveReader.Range range = reader.read(ZERO, from, seen, to);
    for (long offset : fetched) {
      consumer.schedulePollTask(
          () ->
              consumer.addRecord(
                  new ConsumerRecord<>(ArchiveLogs.TOPIC, 0, offset, null, new byte[] {1})));
    }
    List<Long> offsets = new ArrayList<>();
    for (RawRecord next = range.next(); next != null; next = range.next()) {
      offsets.add(next.coordinate().offset());
    }
    return offsets;
  }

  private void begins(long earliest, long end) {
    consumer.updateBeginningOffsets(Map.of(IN_KAFKA, earliest));
    consumer.updateEndOffsets(Map.of(IN_KAFKA, end));
  }

  @Test
  void readsARangeAndLetsThePartitionGo() {
    begins(0, 10);
    assertThat(read(3, 3, 6, 3, 4, 5)).containsExactly(3L, 4L, 5L);
    assertThat(consumer.assignment()).isEmpty();
    assertThat(read(6, 6, 8, 6, 7)).containsExactly(6L, 7L);
    reader.close();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void stopsAtTheEndAlsoWhereItsLastRecordIsNoLongerThere() {
    begins(0, 10);
    assertThat(read(3, 3, 6, 3, 8)).containsExactly(3L);
  }

  @Test
  void skipsOffsetsThatRetentionTookButNoRecordWasSeenAt() {
    begins(5, 10);
    assertThat(read(3, 6, 8, 6, 7)).containsExactly(6L, 7L);
  }

  @Test
  void refusesToSkipRecords() {
    begins(5, 10);
    assertThatThrownBy(() -> read(3, 4, 8, 6))
        .isInstanceOf(ArchiveGap.class)
        .hasMessageStartingWith(
            "Offset 4 of topic events, partition 0 is to be archived but no longer in Kafka, whose"
                + " earliest offset is 5: ");
  }

  @Test
  void refusesATopicThatWasMadeAnew() {
    begins(0, 2);
    consumer.setPollException(new OffsetOutOfRangeException(Map.of(IN_KAFKA, 3L)));
    assertThatThrownBy(() -> read(3, 3, 8))
        .isInstanceOf(ArchiveGap.class)
        .hasMessageContaining(
            "Offset 3 of topic events, partition 0 is to be archived but beyond Kafka's end"
                + " offset 2: ");
  }

  @Test
  void aSilentBrokerIsATransientFailure() {
    begins(0, 10);
    assertThatThrownBy(() -> read(3, 3, 6, 3))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("events/0 at offset 4");
  }
}
