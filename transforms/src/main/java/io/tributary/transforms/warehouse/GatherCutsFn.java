package io.tributary.transforms.warehouse;

import io.tributary.transforms.telemetry.StepTelemetry;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
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
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Puts the cuts of all tables together, one append per commit time. Without cuts there is an append
 * all the same when the watermark has moved: idle tables advance too.
 */
final class GatherCutsFn extends DoFn<KV<String, TableCut>, Append> {

  private static final long serialVersionUID = 1L;
  private static final Instant LAST = GlobalWindow.INSTANCE.maxTimestamp();

  /** An element without a cut, which only sets the timers. */
  static final TableCut START =
      new TableCut("", TableCut.FIRST, TableCut.FIRST, List.of(), List.of());

  /** How far it has come: the next append's number, and the last one's through. */
  private record Progress(long next, long through) implements Serializable {}

  @StateId("cuts")
  private final StateSpec<BagState<TableCut>> cutsSpec =
      StateSpecs.bag(SerializableCoder.of(TableCut.class));

  @StateId("progress")
  private final StateSpec<ValueState<Progress>> progressSpec =
      StateSpecs.value(SerializableCoder.of(Progress.class));

  @TimerId("tick")
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StepTelemetry telemetry = StepTelemetry.of("analytics.warehouse.gather");
  private final Ticks ticks;

  GatherCutsFn(Ticks ticks) {
    this.ticks = ticks;
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
      @Element KV<String, TableCut> keyed,
      @StateId("cuts") BagState<TableCut> cuts,
      @StateId("progress") ValueState<Progress> progress,
      @TimerId("tick") Timer tick,
      @TimerId("end") Timer end) {
    if (!keyed.getValue().files().isEmpty()) {
      cuts.add(keyed.getValue());
    }
    if (progress.read() == null) {
      progress.write(new Progress(0, Long.MIN_VALUE));
      end.withNoOutputTimestamp().set(LAST);
      if (end.getCurrentRelativeTime().isBefore(LAST)) {
        ticks.setNext(tick);
      }
    }
    telemetry.processed();
  }

  @OnTimer("tick")
  public void tick(
      @StateId("cuts") BagState<TableCut> cuts,
      @StateId("progress") ValueState<Progress> progress,
      @TimerId("tick") Timer tick,
      @TimerId("end") Timer end,
      OutputReceiver<Append> out) {
    Instant watermark = end.getCurrentRelativeTime();
    if (watermark.isBefore(LAST)) { // else the other timer does it
      emit(cuts, progress, watermark.getMillis(), out);
      ticks.setNext(tick);
    }
  }

  @OnTimer("end")
  public void end(
      @StateId("cuts") BagState<TableCut> cuts,
      @StateId("progress") ValueState<Progress> progress,
      OutputReceiver<Append> out) {
    emit(cuts, progress, TableCut.END, out);
  }

  private static void emit(
      BagState<TableCut> state,
      ValueState<Progress> progress,
      long watermark,
      OutputReceiver<Append> out) {
    Progress before = progress.read();
    List<TableCut> cuts = new ArrayList<>();
    state.read().forEach(cuts::add);
    boolean hasMoved =
        watermark > before.through && watermark > BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    if (cuts.isEmpty() && !hasMoved) {
      return;
    }
    long through = hasMoved ? watermark : before.through;
    out.outputWithTimestamp(
        new Append(before.next, through, List.copyOf(cuts)),
        new Instant(
            Math.max(
                BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis(),
                Math.min(through, LAST.getMillis()))));
    state.clear();
    progress.write(new Progress(before.next + 1, through));
  }

  @Teardown
  public void teardown() {
    telemetry.teardown();
  }

  @FinishBundle
  public void finishBundle() {
    telemetry.finish();
  }

  /** An append has the time it reaches to, whatever that of the timer is. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
