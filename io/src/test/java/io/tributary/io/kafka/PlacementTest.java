package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static KafkaMark mark(int partition, long next) {
    return new KafkaMark(Map.of(FakeBroker.partition(partition), new KafkaMark.Place(next, 5_000)));
  }

  private static Reading reading(FakeBroker broker, KafkaMark mark, History history) {
    return new Reading(broker, broker.source(0, history), mark);
  }

  private static List<Long> offsets(List<RawRecord> records, int partition) {
    return records.stream()
        .filter(record -> record.coordinate().partition() == partition)
        .map(record -> record.coordinate().offset())
        .toList();
  }

  private static FakeBroker removed(int records, long earliest) {
    FakeBroker broker = FakeBroker.with(1);
    for (int i = 0; i < records; i++) {
      broker.append(0);
    }
    broker.remove(0, earliest);
    return broker;
  }

  @Test
  void startsAtTheEarliestRecordThatIsThere() throws IOException {
    try (Reading reading = Reading.of(removed(10, 6))) {
      assertThat(offsets(reading.during(1_000), 0)).containsExactly(6L, 7L, 8L, 9L);
    }
  }

  @Test
  void saysWhatRetentionHasRemovedBeforeItWasRead() throws IOException {
    try (Reading reading = reading(removed(10, 6), mark(0, 4), null)) {
      assertThatThrownBy(() -> reading.during(1_000))
          .isInstanceOf(RecordsGone.class)
          .hasMessageContainingAll("Offset 4", "events", "partition 0", "6", "--rebuild");
    }
  }

  @Test
  void saysWhatRetentionHasRemovedWhileReading() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    broker.append(0);
    try (Reading reading = Reading.of(broker)) {
      assertThat(reading.during(2_000)).hasSize(1);
      broker.silent = true;
      for (int i = 0; i < 9; i++) {
        broker.append(0);
      }
      broker.remove(0, 5);
      broker.silent = false;
      assertThatThrownBy(() -> reading.during(3_000))
          .isInstanceOf(RecordsGone.class)
          .hasMessageContainingAll("Offset 1 ", "earliest offset is 5");
    }
  }

  @Test
  void saysAfterAMinuteThatATopicWasMadeAnew() throws IOException {
    try (Reading reading = reading(removed(10, 0), mark(0, 40), null)) {
      assertThat(reading.during(50_000)).isEmpty();
      assertThatThrownBy(() -> reading.during(20_000))
          .isInstanceOf(RecordsGone.class)
          .hasMessageContainingAll("Offset 40", "end offset 10");
    }
  }

  @Test
  void waitsForALeaderThatLearnsItsEndLate() throws IOException {
    FakeBroker broker = removed(10, 0);
    try (Reading reading = reading(broker, mark(0, 12), null)) {
      reading.during(50_000);
      for (int i = 0; i < 4; i++) {
        broker.append(0);
      }
      assertThat(offsets(reading.during(3_000), 0)).containsExactly(12L, 13L);
    }
  }

  @Test
  void saysAfterAMinuteThatAPartitionIsGone() throws IOException {
    try (Reading reading = reading(FakeBroker.with(1), mark(3, 8), null)) {
      reading.during(50_000);
      assertThatThrownBy(() -> reading.during(20_000))
          .isInstanceOf(RecordsGone.class)
          .hasMessageContainingAll("Offset 8", "partition 3");
    }
  }

  @Test
  void readsHistoryAndThenKafkaWithoutGapOrRepeat() throws IOException {
    FakeBroker broker = FakeBroker.with(2);
    FakeHistory history = new FakeHistory().holds(0, 3, 6);
    for (int i = 0; i < 10; i++) {
      broker.append(0, 100 + i);
      history.record(0, i, 100 + i);
    }
    broker.remove(0, 5);
    broker.append(1, 104);
    try (Reading reading = reading(broker, null, history)) {
      List<RawRecord> records = reading.during(5_000);
      assertThat(offsets(records, 0)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(offsets(records, 1)).containsExactly(0L);
      assertThat(history.open).isZero();
      assertThat(reading.watermark()).isGreaterThan(broker.now - 2_000);
    }
  }

  @Test
  void resumesInTheMiddleOfHistory() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    FakeHistory history = new FakeHistory().holds(0, 0, 1_200);
    for (int i = 0; i < 2_000; i++) {
      broker.append(0, 100 + i);
      history.record(0, i, 100 + i);
    }
    broker.remove(0, 1_200);
    List<RawRecord> records = new ArrayList<>();
    KafkaMark mark;
    try (Reading reading = reading(broker, null, history)) {
      while (records.size() < 700) {
        RawRecord record = reading.next();
        if (record == null) {
          broker.now += 10;
        } else {
          records.add(record);
        }
      }
      mark = reading.reader.getCheckpointMark();
    }
    assertThat(history.open).isZero();
    try (Reading reading = reading(broker, mark, history)) {
      records.addAll(reading.during(5_000));
    }
    assertThat(offsets(records, 0)).doesNotHaveDuplicates().hasSize(2_000).isSorted();
  }

  @Test
  void historyThatOverlapsItselfIsReadOnce() throws IOException {
    FakeBroker broker = FakeBroker.with(1);
    FakeHistory history = new FakeHistory().holds(0, 0, 4);
    for (long offset : new long[] {0, 1, 1, 2, 0, 3, 3}) {
      history.record(0, offset, 100);
    }
    for (int i = 0; i < 4; i++) {
      broker.append(0);
    }
    try (Reading reading = reading(broker, null, history)) {
      assertThat(offsets(reading.during(3_000), 0)).containsExactly(0L, 1L, 2L, 3L);
    }
  }

  @Test
  void historyWithoutRecordsInRangeLeadsToKafka() throws IOException {
    FakeBroker broker = removed(10, 8);
    FakeHistory history = new FakeHistory().holds(0, 5, 8);
    try (Reading reading = reading(broker, null, history)) {
      assertThat(offsets(reading.during(3_000), 0)).containsExactly(8L, 9L);
    }
  }

  @Test
  void historyThatStartsAtItsEndIsNotOpened() throws IOException {
    FakeBroker broker = removed(10, 4);
    FakeHistory history = new FakeHistory().holds(0, 7, 7).record(0, 6, 100);
    try (Reading reading = reading(broker, null, history)) {
      assertThat(offsets(reading.during(3_000), 0)).containsExactly(7L, 8L, 9L);
    }
  }

  @Test
  void gapBetweenHistoryAndKafkaIsAnError() throws IOException {
    FakeBroker broker = removed(10, 8);
    FakeHistory history = new FakeHistory().holds(0, 0, 2).record(0, 0, 100).record(0, 1, 101);
    try (Reading reading = reading(broker, null, history)) {
      assertThatThrownBy(() -> reading.during(3_000))
          .isInstanceOf(RecordsGone.class)
          .hasMessageContainingAll("Offset 2", "8", "nor in the raw store");
    }
  }
}
