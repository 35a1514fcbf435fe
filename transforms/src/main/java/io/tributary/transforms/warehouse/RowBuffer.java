package io.tributary.transforms.warehouse;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.WarehouseRow;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * What is known of the rows of one table that wait for their cut. Immutable, since Flink's heap
 * keeps the object itself.
 *
 * @param from where the table's last cut ended
 * @param seen the watermark of the last flush, whether it had rows or not
 * @param earliest the smallest partition time of the rows, or {@link #NONE}
 * @param bytes about how much heap the rows take
 * @param flushAt at how many bytes they are to be flushed before their time
 * @param waking whether the timer of the next commit is set
 * @param behind days since the epoch of rows that came behind the watermark, each once, sorted
 */
record RowBuffer(
    long from,
    long seen,
    long earliest,
    long bytes,
    long flushAt,
    boolean waking,
    List<Long> behind) {

  /** There are no rows. */
  static final long NONE = Long.MAX_VALUE;

  private static final long DAY = 86_400_000L;
  private static final int ROW_OVERHEAD = 800;

  static RowBuffer empty(long limit) {
    return new RowBuffer(TableCut.FIRST, Long.MIN_VALUE, NONE, 0, limit, false, List.of());
  }

  /** About how much heap a row takes. */
  static long weight(WarehouseRow row) {
    if (row instanceof EnrichedEvent event) {
      return event.event().bytes().length + ROW_OVERHEAD;
    }
    return row instanceof DeadLetter dead && dead.failure().payload() != null
        ? dead.failure().payload().length + ROW_OVERHEAD
        : ROW_OVERHEAD;
  }

  /**
   * Whether a row of this time comes too late for the slice that it belongs to: another step may
   * have taken everything before the watermark for written.
   */
  boolean isBehind(long time, long watermark) {
    return time < watermark || time < seen;
  }

  RowBuffer with(long time, long weight, boolean isBehind) {
    return new RowBuffer(
        from,
        seen,
        Math.min(earliest, time),
        bytes + weight,
        flushAt,
        waking,
        isBehind ? plus(behind, Math.floorDiv(time, DAY)) : behind);
  }

  private static List<Long> plus(List<Long> days, long day) {
    if (days.contains(day)) {
      return days;
    }
    TreeSet<Long> more = new TreeSet<>(days);
    more.add(day);
    return List.copyOf(more);
  }

  /** The timer has been set, or has fired. */
  RowBuffer withWaking(boolean isWaking) {
    return new RowBuffer(from, seen, earliest, bytes, flushAt, isWaking, behind);
  }

  /** A flush found no row to write. It is not tried again before as much has come once more. */
  RowBuffer withNothingFlushed(long watermark, long limit) {
    return new RowBuffer(
        from, Math.max(seen, watermark), earliest, bytes, bytes + limit, waking, behind);
  }

  /** The rows before the watermark have been written; these are left. */
  RowBuffer withFlushed(long watermark, Iterable<WarehouseRow> left, long limit) {
    long first = NONE;
    long weight = 0;
    for (WarehouseRow row : left) {
      first = Math.min(first, row.partitionTime());
      weight += weight(row);
    }
    return new RowBuffer(watermark, watermark, first, weight, weight + limit, waking, List.of());
  }

  /** Eight bytes a number: it is read and written with every row. */
  static final class Coder extends AtomicCoder<RowBuffer> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(RowBuffer value, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(value.from);
      data.writeLong(value.seen);
      data.writeLong(value.earliest);
      data.writeLong(value.bytes);
      data.writeLong(value.flushAt);
      data.writeBoolean(value.waking);
      data.writeInt(value.behind.size());
      for (long day : value.behind) {
        data.writeLong(day);
      }
    }

    @Override
    public RowBuffer decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      long from = data.readLong();
      long seen = data.readLong();
      long earliest = data.readLong();
      long bytes = data.readLong();
      long flushAt = data.readLong();
      boolean waking = data.readBoolean();
      int days = data.readInt();
      List<Long> behind = new ArrayList<>(days);
      for (int i = 0; i < days; i++) {
        behind.add(data.readLong());
      }
      return new RowBuffer(from, seen, earliest, bytes, flushAt, waking, List.copyOf(behind));
    }
  }
}
