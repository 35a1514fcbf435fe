package io.tributary.io.kafka;

import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.transforms.telemetry.StepTelemetry;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptions;
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
import org.joda.time.Instant;

/**
 * Writes how far the archive has come: its watermark, before which every record has been archived,
 * and the offsets. What the file says never goes back, also when the stream is set back.
 */
final class ArchiveProgressFn extends DoFn<KV<String, Archived>, Void> {

  private static final long serialVersionUID = 1L;
  private static final Instant LAST = GlobalWindow.INSTANCE.maxTimestamp();
  private static final java.time.Instant OLDEST = java.time.Instant.parse("0001-01-01T00:00:00Z");

  @StateId("offsets")
  private final StateSpec<ValueState<ArchiveOffsets>> offsetsSpec =
      StateSpecs.value(new ArchiveOffsets.Coder());

  @TimerId("tick")
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StepTelemetry telemetry = StepTelemetry.of("analytics.archive.progress");
  private final String folder;
  private final ArchiveTicks ticks;
  private final ArchiveRetry retry;

  ArchiveProgressFn(String folder, ArchiveTicks ticks, ArchiveRetry retry) {
    this.folder = folder;
    this.ticks = ticks;
    this.retry = retry;
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
      @Element KV<String, Archived> keyed,
      @StateId("offsets") ValueState<ArchiveOffsets> state,
      @TimerId("tick") Timer tick,
      @TimerId("end") Timer end) {
    ArchiveOffsets offsets = state.read();
    if (offsets == null) {
      offsets = ArchiveOffsets.NONE;
      end.withNoOutputTimestamp().set(LAST);
      if (end.getCurrentRelativeTime().isBefore(LAST)) {
        // From now on a stream writes here: what the store lacks must not be taken for nothing.
        record(null, false, offsets);
        ticks.setNext(tick);
      }
    }
    state.write(offsets.with(keyed.getValue()));
    telemetry.processed();
  }

  @OnTimer("tick")
  public void tick(
      @StateId("offsets") ValueState<ArchiveOffsets> state,
      @TimerId("tick") Timer tick,
      @TimerId("end") Timer end) {
    Instant watermark = end.getCurrentRelativeTime();
    if (watermark.isBefore(LAST)) { // else the other timer does it
      java.time.Instant through = java.time.Instant.ofEpochMilli(watermark.getMillis());
      record(through.isBefore(OLDEST) ? null : through, false, state.read());
      ticks.setNext(tick);
    }
  }

  @OnTimer("end")
  public void end(@StateId("offsets") ValueState<ArchiveOffsets> state) {
    record(null, true, state.read());
  }

  private void record(java.time.Instant through, boolean ended, ArchiveOffsets offsets) {
    Path raw = Path.of(folder);
    ArchiveProgress now = new ArchiveProgress(through, ended, offsets.byTopic());
    try {
      retry.run(
          "write the archive's progress in " + folder,
          () -> {
            ArchiveProgress.in(raw).orElseGet(ArchiveProgress::none).with(now).write(raw);
            return null;
          });
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
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
}
