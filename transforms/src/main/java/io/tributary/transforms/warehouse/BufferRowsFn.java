package io.tributary.transforms.warehouse;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.StepTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Keeps the rows of a table until the watermark has passed them, and writes them at the next commit
 * time, or when there are many. So what it hands over ends exactly at a watermark.
 *
 * <p>The earliest row holds the watermark of what follows: who sees a watermark has been handed all
 * rows before it, but those that came behind it here.
 */
final class BufferRowsFn extends DoFn<KV<String, WarehouseRow>, TableCut> {

  private static final long serialVersionUID = 1L;
  private static final Instant LAST = GlobalWindow.INSTANCE.maxTimestamp();

  @StateId("rows")
  private final StateSpec<BagState<WarehouseRow>> rowsSpec = StateSpecs.bag(WarehouseRowCoder.of());

  @StateId("buffer")
  private final StateSpec<ValueState<RowBuffer>> bufferSpec =
      StateSpecs.value(new RowBuffer.Coder());

  @TimerId("commit")
  private final TimerSpec commitSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  /** Fires at the end alone; until then its output timestamp holds the watermark. */
  @TimerId("hold")
  private final TimerSpec holdSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StepTelemetry telemetry = StepTelemetry.of("analytics.warehouse.write");
  private final AppendWarehouse warehouse;
  private final Ticks ticks;
  private final long limit;

  /**
   * @param limit bytes of heap that the rows of a table may take before they are flushed
   */
  BufferRowsFn(AppendWarehouse warehouse, Ticks ticks, long limit) {
    this.warehouse = warehouse;
    this.ticks = ticks;
    this.limit = limit;
  }

  @Setup
  public void setup(PipelineOptions options) {
    telemetry.setup(options);
  }

  @StartBundle
  public void startBundle() {
    telemetry.start();
  }

  @ProcessElement
  public void process(
      @Element KV<String, WarehouseRow> keyed,
      @StateId("rows") BagState<WarehouseRow> rows,
      @StateId("buffer") ValueState<RowBuffer> state,
      @TimerId("commit") Timer commit,
      @TimerId("hold") Timer hold,
      OutputReceiver<TableCut> out) {
    RowBuffer before = read(state);
    WarehouseRow row = keyed.getValue();
    long time = row.partitionTime();
    long watermark = hold.getCurrentRelativeTime().getMillis();
    boolean isBehind = before.isBehind(time, watermark);
    if (isBehind) {
      telemetry.counts().add(Measure.ROWS_BEHIND_WATERMARK);
    }
    rows.add(row);
    RowBuffer now = before.with(time, RowBuffer.weight(row), isBehind);
    if (!now.waking() && watermark < LAST.getMillis()) {
      ticks.setNext(commit);
      now = now.withWaking(true);
    }
    if (now.bytes() >= now.flushAt()) {
      now = flush(keyed.getKey(), now, watermark, rows, out);
    }
    write(state, before, now, hold);
    telemetry.processed();
  }

  @OnTimer("commit")
  public void commit(
      @Key String table,
      @StateId("rows") BagState<WarehouseRow> rows,
      @StateId("buffer") ValueState<RowBuffer> state,
      @TimerId("commit") Timer commit,
      @TimerId("hold") Timer hold,
      OutputReceiver<TableCut> out) {
    RowBuffer before = read(state);
    long watermark = hold.getCurrentRelativeTime().getMillis();
    RowBuffer now = flush(table, before, watermark, rows, out).withWaking(false);
    if (now.earliest() != RowBuffer.NONE && watermark < LAST.getMillis()) {
      ticks.setNext(commit);
      now = now.withWaking(true);
    }
    write(state, before, now, hold);
  }

  /** No row comes any more. */
  @OnTimer("hold")
  public void end(
      @Key String table,
      @StateId("rows") BagState<WarehouseRow> rows,
      @StateId("buffer") ValueState<RowBuffer> state,
      @TimerId("hold") Timer hold,
      OutputReceiver<TableCut> out) {
    RowBuffer before = read(state);
    write(state, before, flush(table, before, LAST.getMillis(), rows, out), hold);
  }

  private RowBuffer read(ValueState<RowBuffer> state) {
    RowBuffer buffer = state.read();
    return buffer == null ? RowBuffer.empty(limit) : buffer;
  }

  private static void write(
      ValueState<RowBuffer> state, RowBuffer before, RowBuffer now, Timer hold) {
    state.write(now);
    if (now.earliest() == before.earliest()) {
      return;
    }
    if (now.earliest() == RowBuffer.NONE) {
      hold.withNoOutputTimestamp().set(LAST);
    } else {
      hold.withOutputTimestamp(new Instant(now.earliest())).set(LAST);
    }
  }

  private RowBuffer flush(
      String table,
      RowBuffer buffer,
      long watermark,
      BagState<WarehouseRow> rows,
      OutputReceiver<TableCut> out) {
    long through = watermark >= LAST.getMillis() ? TableCut.END : watermark;
    if (buffer.earliest() >= through) {
      return buffer.withNothingFlushed(through, limit);
    }
    List<WarehouseRow> left = new ArrayList<>();
    List<WrittenFile> files;
    try {
      files = write(table, rows.read(), through, left);
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    rows.clear();
    left.forEach(rows::add);
    out.outputWithTimestamp(
        new TableCut(table, buffer.from(), through, files, buffer.behind()),
        new Instant(buffer.earliest()));
    return buffer.withFlushed(through, left, limit);
  }

  private List<WrittenFile> write(
      String table, Iterable<WarehouseRow> rows, long through, List<WarehouseRow> left) {
    Warehouse.Files files = warehouse.openFiles();
    boolean isWhole = false;
    try {
      for (WarehouseRow row : rows) {
        if (row.partitionTime() < through) {
          TableRow tableRow = new TableRow(table, row);
          files.write(tableRow);
          RowTracing.note(tableRow, telemetry.counts().notes());
          telemetry.counts().add(Measure.WAREHOUSE_ROWS);
        } else {
          left.add(row);
        }
      }
      List<WrittenFile> written = WrittenFile.withNotes(files.finish(), telemetry.counts().notes());
      telemetry.counts().add(Measure.WAREHOUSE_FILES, written.size());
      isWhole = true;
      return written;
    } finally {
      if (!isWhole) {
        files.abandon();
      }
    }
  }

  @Teardown
  public void teardown() {
    telemetry.teardown();
  }

  @FinishBundle
  public void finishBundle() {
    telemetry.finish();
  }

  /** A cut has the time of its earliest row, which lies before that of the timer. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
