package io.tributary.transforms.warehouse;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.start.StartSignal;
import java.time.Duration;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.Sleeper;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Appends the rows of a stream to their tables, in exact cuts: at any time each table holds its
 * rows before some watermark and no others, and once per interval all of them move on.
 *
 * <p>Input: rows with their tables, in the global window, with element times not after their
 * partition times. Output: the name of a table for each commit of it. Unbounded input; bounded
 * input is committed when it has ended. Rows that come behind the watermark go with the next cut,
 * are counted, and their days are named.
 */
public final class AppendTables extends PTransform<PCollection<TableRow>, PCollection<String>> {

  private static final long serialVersionUID = 1L;

  /** Heap that the waiting rows of one table may take before they go into files. */
  private static final long FLUSH_BYTES = 64L << 20;

  private final AppendWarehouse warehouse;
  private final long interval;
  private final long flushBytes;
  private final CommitAppendFn.Pause pause;
  private final StartSignal start;

  private AppendTables(
      AppendWarehouse warehouse,
      long interval,
      long flushBytes,
      CommitAppendFn.Pause pause,
      StartSignal start) {
    this.warehouse = warehouse;
    this.interval = interval;
    this.flushBytes = flushBytes;
    this.pause = pause;
    this.start = start;
  }

  /**
   * @param warehouse where the tables are
   * @param interval between two commits, at least a second
   */
  public static AppendTables to(AppendWarehouse warehouse, Duration interval) {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("Commit interval must be at least PT1S, was " + interval);
    }
    return new AppendTables(
        warehouse,
        interval.toMillis(),
        FLUSH_BYTES,
        millis -> Sleeper.DEFAULT.sleep(millis),
        StartSignal.once());
  }

  /** What sets it off before any row comes. */
  public AppendTables startedBy(StartSignal signal) {
    return new AppendTables(warehouse, interval, flushBytes, pause, signal);
  }

  /**
   * @param bytes heap that the waiting rows of one table may take before they go into files
   */
  AppendTables withFlushAt(long bytes) {
    return new AppendTables(warehouse, interval, bytes, pause, start);
  }

  AppendTables withPause(CommitAppendFn.Pause other) {
    return new AppendTables(warehouse, interval, flushBytes, other, start);
  }

  @Override
  public PCollection<String> expand(PCollection<TableRow> rows) {
    SerializableCoder<TableCut> coder = SerializableCoder.of(TableCut.class);
    PCollection<TableCut> cuts =
        rows.apply("ByTable", ParDo.of(new ByTableFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), WarehouseRowCoder.of()))
            .apply(
                "BufferRows",
                ParDo.of(new BufferRowsFn(warehouse, new Ticks(interval, 0), flushBytes)))
            .setCoder(coder);
    // The stream's progress is recorded from the start on, also when no row ever comes.
    PCollection<TableCut> signal =
        rows.getPipeline()
            .apply("Start", start)
            .apply(
                "StartCut",
                MapElements.into(TypeDescriptor.of(TableCut.class)).via(any -> GatherCutsFn.START))
            .setCoder(coder);
    return PCollectionList.of(cuts)
        .and(signal)
        .apply("CutsAndStart", Flatten.pCollections())
        .apply("OneKey", WithKeys.of(""))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), coder))
        .apply("GatherCuts", ParDo.of(new GatherCutsFn(new Ticks(interval, interval / 4))))
        .setCoder(SerializableCoder.of(Append.class))
        .apply("Commit", ParDo.of(new CommitAppendFn(warehouse, pause)))
        .setCoder(StringUtf8Coder.of());
  }

  /** The table's name is the key; it need not travel twice. */
  private static final class ByTableFn extends DoFn<TableRow, KV<String, WarehouseRow>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element TableRow row, OutputReceiver<KV<String, WarehouseRow>> out) {
      out.output(KV.of(row.table(), row.row()));
    }
  }
}
