package io.tributary.io.kafka;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A reader that is driven as a runner does. */
final class Reading implements AutoCloseable {

  final ShardReader reader;
  private final FakeBroker broker;
  private boolean started;

  Reading(FakeBroker broker, KafkaSource source, KafkaMark mark) {
    this.broker = broker;
    this.reader = ((ShardReader) source.createReader(null, mark)).takingAtMost(1);
  }

  static Reading of(FakeBroker broker) {
    return new Reading(broker, broker.source(0, null), null);
  }

  /** The next record now, or null. */
  RawRecord next() throws IOException {
    boolean there = started ? reader.advance() : reader.start();
    started = true;
    return there ? reader.getCurrent().get(0) : null;
  }

  /** Lets time pass in steps of 10 ms and takes what comes. */
  List<RawRecord> during(long millis) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    for (long until = broker.now + millis; broker.now < until; broker.now += 10) {
      for (RawRecord record = next(); record != null; record = next()) {
        records.add(record);
      }
    }
    return records;
  }

  List<Coordinate> coordinatesDuring(long millis) throws IOException {
    return during(millis).stream().map(RawRecord::coordinate).toList();
  }

  long watermark() {
    return reader.getWatermark().getMillis();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
