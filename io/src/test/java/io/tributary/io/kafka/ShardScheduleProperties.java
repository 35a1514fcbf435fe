package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * Records are appended, partitions added, brokers silent, transactions open, shards read a while,
 * are checkpointed and thrown back to an older checkpoint, in any order: what stands at the end is
 * each record once and in order, and no record ever came behind the watermark.
 */
class ShardScheduleProperties {

  private static final int SHARDS = 2;
  private static final int MOST_PARTITIONS = 6;

  private FakeHistory history;
  private FakeBroker broker;
  private List<Coordinate> appended;
  private Random random;

  /** A shard with what a runner keeps of it: its output so far, and as of the last checkpoint. */
  private final class Run {
    private final KafkaSource source;
    private Reading reading;
    private final List<Coordinate> output = new ArrayList<>();
    private KafkaMark checkpoint;
    private int kept;

    private Run(KafkaSource source) {
      this.source = source;
      this.reading = new Reading(broker, source, null);
    }

    private void read(int calls) throws IOException {
      for (int i = 0; i < calls; i++) {
        RawRecord record = reading.next();
        if (record == null) {
          broker.now += random.nextInt(3);
        } else {
          assertThat(record.receivedAt()).isGreaterThanOrEqualTo(reading.watermark());
          output.add(record.coordinate());
        }
        if (random.nextInt(4) == 0) {
          reading.watermark();
        }
      }
    }

    private void checkpoint() throws IOException {
      checkpoint = CoderUtils.clone(new KafkaMarkCoder(), reading.reader.getCheckpointMark());
      kept = output.size();
    }

    private void restore() throws IOException {
      reading.close();
      output.subList(kept, output.size()).clear();
      reading = new Reading(broker, source, checkpoint);
    }
  }

  @Property(seed = "20260302", tries = 150)
  void eachRecordOnceInOrderAndNeverLate(@ForAll long seed) throws IOException {
    random = new Random(seed);
    broker = FakeBroker.with(random.nextInt(3));
    broker.perPoll = 1 + random.nextInt(4);
    appended = new ArrayList<>();
    history = new FakeHistory();
    holdHistory();
    List<Run> runs =
        broker.source(0, random.nextBoolean() ? history : null, SHARDS).split(1, null).stream()
            .map(Run::new)
            .toList();
    int steps = 20 + random.nextInt(200);
    for (int i = 0; i < steps; i++) {
      step(runs.get(random.nextInt(SHARDS)));
    }
    settle(runs);

    List<Coordinate> output = new ArrayList<>();
    runs.forEach(run -> output.addAll(run.output));
    assertThat(output).containsExactlyInAnyOrderElementsOf(appended);
    for (Run run : runs) {
      for (int i = 0; i < MOST_PARTITIONS; i++) {
        int number = i;
        assertThat(run.output.stream().filter(at -> at.partition() == number)).isSorted();
      }
      assertThat(run.reading.watermark()).isGreaterThan(broker.now - 3_000);
    }
  }

  private void holdHistory() {
    for (int i = 0; i < broker.logs.size(); i++) {
      int held = random.nextInt(10);
      history.holds(i, 0, held);
      int all = held + random.nextInt(10);
      for (int offset = 0; offset < all; offset++) {
        long time = broker.now - 100 + offset;
        appended.add(broker.append(i, time));
        if (offset < held) {
          history.record(i, offset, time);
        }
      }
    }
  }

  private void step(Run run) throws IOException {
    broker.now += random.nextInt(300);
    int partitions = broker.logs.size();
    int number = partitions == 0 ? -1 : random.nextInt(partitions);
    switch (random.nextInt(9)) {
      case 0, 1 -> {
        for (int i = random.nextInt(8); number >= 0 && i > 0; i--) {
          appended.add(broker.append(number));
          broker.now += random.nextInt(2);
        }
      }
      case 2 -> run.checkpoint();
      case 3 -> run.restore();
      case 4 -> broker.silent = random.nextInt(3) == 0;
      case 5 -> {
        if (partitions < MOST_PARTITIONS) {
          broker.add(partitions);
        }
      }
      case 6 -> {
        if (number >= 0) {
          toggleTransaction(broker.log(number), number);
        }
      }
      default -> run.read(random.nextInt(40));
    }
  }

  private void toggleTransaction(FakeBroker.Log log, int number) {
    if (log.stable == Long.MAX_VALUE) {
      log.stable = log.end;
    } else {
      broker.appendControl(number);
      log.stable = Long.MAX_VALUE;
    }
  }

  private void settle(List<Run> runs) throws IOException {
    broker.silent = false;
    broker.logs.values().forEach(log -> log.stable = Long.MAX_VALUE);
    for (int i = 0; i < 500; i++) {
      broker.now += 10;
      for (Run run : runs) {
        run.read(30);
      }
    }
  }
}
