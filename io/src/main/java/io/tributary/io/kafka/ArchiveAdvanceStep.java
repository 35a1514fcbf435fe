package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sums a bundle up, partition by partition. */
final class ArchiveAdvanceStep implements Step<RawRecord, ArchiveAdvance> {

  private static final long serialVersionUID = 1L;

  private transient Map<RawPartition, Sum> sums;
  private transient RawPartition lastPartition;
  private transient Sum lastSum;

  private static final class Sum {
    private long first = Long.MAX_VALUE;
    private long next;
    private long receivedAt = Long.MAX_VALUE;
    private long bytes;
  }

  @Override
  public void start() {
    sums = new HashMap<>();
    lastPartition = null;
    lastSum = null;
  }

  @Override
  public void process(RawRecord record, Consumer<ArchiveAdvance> out, Counts counts) {
    Sum sum = sumOf(record.coordinate().topic(), record.coordinate().partition());
    sum.first = Math.min(sum.first, record.coordinate().offset());
    sum.next = Math.max(sum.next, record.coordinate().offset() + 1);
    sum.receivedAt = Math.min(sum.receivedAt, record.receivedAt());
    sum.bytes += Lane.bytes(record);
  }

  /** Records of a partition mostly come in a row. */
  private Sum sumOf(String topic, int partition) {
    if (lastPartition == null
        || lastPartition.partition() != partition
        || !lastPartition.topic().equals(topic)) {
      lastPartition = new RawPartition(topic, partition);
      lastSum = sums.computeIfAbsent(lastPartition, added -> new Sum());
    }
    return lastSum;
  }

  @Override
  public void finish(Consumer<ArchiveAdvance> out, Counts counts) {
    sums.forEach(
        (partition, sum) ->
            out.accept(
                new ArchiveAdvance(partition, sum.first, sum.next, sum.receivedAt, sum.bytes)));
    sums.clear();
  }
}
