package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ShardReaderTest {

  @Test
  void mergesPartitionsByTime() throws IOException {
    FakeBroker broker = FakeBroker.with(3);
    broker.perPoll = 1;
    broker.append(0, 10);
    broker.append(0, 40);
    broker.append(1, 20);
    broker.append(1, 50);
    broker.append(2, 30);
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.during(2_000))
          .extracting(RawRecord::receivedAt)
          .containsExactly(10L, 20L, 30L, 40L, 50L);
    }
  }

  @Test
  void timestampsAreReceivedAt() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.append(0, 123);
    try (Reading reading = Reading.of(broker)) {
      RawRecord record = null;
      while (record == null) {
        broker.now += 10;
        record = reading.next();
      }
      assertThat(reading.reader.getCurrentTimestamp().getMillis()).isEqualTo(123);
    }
  }

  @Test
  void handsOutWhatIsThereTogetherAndMarksItAll() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    for (int i = 0; i < 20; i++) {
      broker.append(i % 2, 100 + i);
    }
    List<Coordinate> seen = new ArrayList<>();
    int batches = 0;
    try (Reading reading = Reading.of(broker)) {
      reading.reader.takingAtMost(8);
      boolean there = reading.reader.start();
      for (int turn = 0; turn < 200; turn++) {
        if (there) {
          batches++;
          reading.reader.getCurrent().forEach(record -> seen.add(record.coordinate()));
        }
        broker.now += 10;
        there = reading.reader.advance();
      }
      assertThat(reading.reader.getCheckpointMark().places())
          .allSatisfy((partition, place) -> assertThat(place.next()).isEqualTo(10));
    }

    assertThat(seen).doesNotHaveDuplicates().hasSize(20);
    assertThat(batches).isLessThan(10);
  }

  @Test
  void resumesExactlyAtTheMark() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    for (int i = 0; i < 20; i++) {
      broker.append(i % 2, 100 + i);
    }
    List<Coordinate> seen = new ArrayList<>();
    KafkaMark mark;
    try (Reading reading = Reading.of(broker)) {
      while (seen.size() < 7) {
        broker.now += 10;
        RawRecord record = reading.next();
        if (record != null) {
          seen.add(record.coordinate());
        }
      }
      mark = reading.reader.getCheckpointMark();
    }
    assertThat(mark.places())
        .containsEntry(FakeBroker.partition(0), new KafkaMark.Place(4, 106))
        .containsEntry(FakeBroker.partition(1), new KafkaMark.Place(3, 105));
    try (Reading reading = new Reading(broker, broker.source(0, null), mark)) {
      assertThat(reading.reader.getCheckpointMark()).isEqualTo(mark);
      seen.addAll(reading.coordinatesDuring(2_000));
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  void readsAddedPartitionFromItsFirstRecord() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      reading.during(2_000);
      broker.add(7);
      Coordinate first = broker.append(7);
      Coordinate second = broker.append(7);
      assertThat(reading.coordinatesDuring(3_000)).containsExactly(first, second);
      assertThat(reading.watermark()).isGreaterThan(broker.now - 2_000);
    }
  }

  @Test
  void passesOffsetsWithoutRecords() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.append(0);
    broker.appendControl(0);
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.during(3_000)).hasSize(1);
      assertThat(reading.reader.getCheckpointMark().places().get(FakeBroker.partition(0)).next())
          .isEqualTo(2);
      assertThat(reading.watermark()).isGreaterThan(broker.now - 2_000);
    }
  }

  @Test
  void partitionWithAnOpenTransactionDelaysOthersASecondOnly() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    broker.log(0).stable = 0;
    broker.append(0);
    for (int i = 0; i < 3_000; i++) {
      broker.append(1);
    }
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.during(500)).isEmpty();
      assertThat(reading.during(1_000)).hasSize(3_000);
    }
  }

  @Test
  void fullPartitionsPause() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.perPoll = 3;
    for (int i = 0; i < 9; i++) {
      broker.append(0, broker.now, TimestampType.LOG_APPEND_TIME, new byte[2 << 20]);
    }
    try (Reading reading = Reading.of(broker)) {
      while (reading.next() == null) {
        broker.now += 10;
      }
      assertThat(broker.consumer.paused()).containsExactly(FakeBroker.partition(0));
      assertThat(broker.consumer.position(FakeBroker.partition(0))).isEqualTo(3);
      assertThat(reading.during(1_000)).hasSize(8);
    }
  }

  @Test
  void backlogCountsWhatIsNotTaken() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.reader.getSplitBacklogBytes()).isEqualTo(-1);
      broker.append(0);
      reading.during(1_100);
      assertThat(reading.reader.getSplitBacklogBytes()).isZero();
      broker.log(0).stable = 1;
      broker.append(0);
      reading.during(2_500);
      assertThat(reading.reader.getSplitBacklogBytes()).isGreaterThan("payload".length());
    }
  }

  @Test
  void goneTopicFailsAfterAMinute() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      reading.during(2_000);
      broker.missing = true;
      reading.during(50_000);
      assertThatThrownBy(() -> reading.during(20_000))
          .isInstanceOf(UnusableTopic.class)
          .hasMessageContaining("events")
          .hasMessageContaining("another topic");
    }
  }

  @Test
  void topicThatComesBackInTimeIsReadOn() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      for (int i = 0; i < 5; i++) {
        broker.missing = true;
        reading.during(40_000);
        broker.missing = false;
        Coordinate record = broker.append(0);
        assertThat(reading.coordinatesDuring(3_000)).containsExactly(record);
      }
    }
  }

  @Test
  void refusalSaysWhatToGrant() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.refusal = new TopicAuthorizationException("events");
    try (Reading reading = Reading.of(broker)) {
      assertThatThrownBy(() -> reading.during(2_000))
          .isInstanceOf(UnusableTopic.class)
          .hasMessageContaining("broker:9092")
          .hasMessageContaining("grant");
    }
  }
}
