package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class WatermarkTest {

  private static Coordinate at(int partition, long offset) {
    return new Coordinate(FakeBroker.TOPIC, partition, offset);
  }

  @Test
  void addedPartitionIsNeverBehindTheWatermark() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      reading.during(1_500);
      broker.add(1);
      long appended = broker.now;
      broker.append(1);
      for (int i = 0; i < 300; i++) {
        broker.append(0);
        if (reading.coordinatesDuring(10).contains(at(1, 0))) {
          return;
        }
        assertThat(reading.watermark()).isLessThanOrEqualTo(appended);
      }
      throw new AssertionError("The added partition was not read");
    }
  }

  @Test
  void showsNoWatermarkBeforeTheThirdCall() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    for (int i = 0; i < 5; i++) {
      broker.append(0);
    }
    try (Reading reading = Reading.of(broker)) {
      long none = reading.watermark();
      reading.next();
      broker.now += 10;
      assertThat(reading.next()).isNotNull();
      assertThat(reading.watermark()).isEqualTo(none);
      reading.next();
      assertThat(reading.watermark()).isGreaterThan(none);
    }
  }

  @Test
  void showsNoWatermarkBeforeEveryPartitionHasItsPlace() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.silent = true;
    try (Reading reading = Reading.of(broker)) {
      long none = reading.watermark();
      reading.during(500);
      assertThat(reading.watermark()).isEqualTo(none);
      broker.silent = false;
      reading.during(2_000);
      assertThat(reading.watermark()).isPositive();
    }
  }

  @Test
  void idleAndEmptyPartitionsFollowTheClock() throws IOException {
    FakeBroker broker = FakeBroker.with(3);
    broker.append(0, broker.now - 900_000);
    try (Reading reading = new Reading(broker, broker.source(5_000, null), null)) {
      for (int i = 0; i < 60; i++) {
        broker.append(2);
        reading.during(1_000);
      }
      assertThat(reading.watermark()).isBetween(broker.now - 8_000, broker.now - 5_000);
    }
  }

  @Test
  void busyPartitionsHoldTheWatermarkAtTheirNewestRecord() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    broker.perPoll = 1;
    for (int i = 0; i < 5_000; i++) {
      broker.append(0, 1_000 + i);
    }
    try (Reading reading = Reading.of(broker)) {
      List<RawRecord> records = reading.during(500);
      assertThat(records).isNotEmpty().hasSizeLessThan(5_000);
      assertThat(reading.watermark()).isEqualTo(records.get(records.size() - 1).receivedAt());
    }
  }

  @Test
  void shardWithoutPartitionsFollowsTheClock() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    KafkaSource other = broker.source(5_000, null).shard(1, 2);
    int index = other.reads(FakeBroker.partition(0)) ? 0 : 1;
    KafkaSource empty = broker.source(5_000, null).shard(index, 2);
    try (Reading reading = new Reading(broker, empty, null)) {
      assertThat(reading.during(3_000)).isEmpty();
      assertThat(reading.watermark()).isBetween(broker.now - 7_000, broker.now - 5_000);
    }
  }

  @Test
  void silentBrokerStopsTheWatermark() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    try (Reading reading = Reading.of(broker)) {
      reading.during(3_000);
      broker.silent = true;
      long silentSince = broker.now;
      reading.during(120_000);
      assertThat(reading.watermark()).isLessThanOrEqualTo(silentSince);
      broker.silent = false;
      Coordinate late = broker.append(1);
      assertThat(reading.coordinatesDuring(3_000)).containsExactly(late);
      assertThat(reading.watermark()).isGreaterThan(broker.now - 2_000);
    }
  }

  @Test
  void watermarkNeverGoesBack() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    try (Reading reading = Reading.of(broker)) {
      reading.during(3_000);
      long before = reading.watermark();
      broker.now -= 100_000;
      broker.append(0);
      broker.add(1);
      assertThat(reading.during(3_000)).hasSize(1);
      assertThat(reading.watermark()).isEqualTo(before);
    }
  }

  @Test
  void openTransactionHoldsTheWatermarkUntilItIsDecided() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.append(0);
    try (Reading reading = Reading.of(broker)) {
      reading.during(2_000);
      broker.log(0).stable = 1;
      Coordinate open = broker.append(0);
      long appended = broker.now;
      assertThat(reading.during(20_000)).isEmpty();
      assertThat(reading.watermark()).isLessThanOrEqualTo(appended);
      broker.log(0).stable = Long.MAX_VALUE;
      broker.appendControl(0);
      assertThat(reading.coordinatesDuring(2_000)).containsExactly(open);
    }
  }

  @Test
  void producersTimeDoesNotCarryTheWatermarkPastTheClock() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.append(0, Long.MAX_VALUE, TimestampType.CREATE_TIME, null);
    broker.append(0, broker.now, TimestampType.CREATE_TIME, null);
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.during(2_000)).hasSize(2);
      assertThat(reading.watermark()).isLessThanOrEqualTo(broker.now);
    }
  }
}
