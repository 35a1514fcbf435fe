package io.tributary.io.kafka;

import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.io.parquet.RawPartition;
import io.tributary.transforms.telemetry.StepTelemetry;
import java.nio.file.Path;
import java.util.List;
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
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Notes what has been seen of a partition, and archives it at the next interval, or when it is
 * much, or when the stream ends.
 *
 * <p>The earliest record that is not archived holds the watermark of what follows: every record
 * before that watermark is in the raw store.
 */
final class ArchiveRangesFn extends DoFn<KV<String, ArchiveAdvance>, Archived> {

  private static final long serialVersionUID = 1L;
  private static final Instant LAST = GlobalWindow.INSTANCE.maxTimestamp();
  private static final long LEFT_OVER_MILLIS = 86_400_000L;

  @StateId("pending")
  private final StateSpec<ValueState<ArchivePending>> pendingSpec =
      StateSpecs.value(new ArchivePending.Coder());

  @TimerId("tick")
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  /** Fires at the end alone; until then its output timestamp holds the watermark. */
  @TimerId("hold")
  private final TimerSpec holdSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StepTelemetry telemetry = StepTelemetry.of("analytics.archive");
  private final String folder;
  private final List<String> topics;
  private final ArchiveReader.Source source;
  private final ArchiveTicks ticks;
  private final long fileBytes;
  private final ArchiveRetry retry;

  private transient ArchiveWriter writer;

  ArchiveRangesFn(
      String folder,
      List<String> topics,
      ArchiveReader.Source source,
      ArchiveTicks ticks,
      long fileBytes,
      ArchiveRetry retry) {
    this.folder = folder;
    this.topics = topics;
    this.source = source;
    this.ticks = ticks;
    this.fileBytes = fileBytes;
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
      @Element KV<String, ArchiveAdvance> keyed,
      @StateId("pending") ValueState<ArchivePending> state,
      @TimerId("tick") Timer tick,
      @TimerId("hold") Timer hold,
      OutputReceiver<Archived> out) {
    open(tick);
    ArchiveAdvance advance = keyed.getValue();
    ArchivePending before = state.read();
    if (before == null) {
      before = ArchivePending.nothing(end(advance));
    }
    ArchivePending now = before.with(advance);
    boolean isAtEnd = !hold.getCurrentRelativeTime().isBefore(LAST);
    if (now.bytes() >= fileBytes || isAtEnd) {
      now = archive(advance.partition(), now, out);
    } else if (!now.isEmpty() && !now.waking()) {
      ticks.setNext(tick);
      now = now.withWaking(true);
    }
    write(state, before, now, hold);
    telemetry.processed();
  }

  @OnTimer("tick")
  public void tick(
      @Key String key,
      @StateId("pending") ValueState<ArchivePending> state,
      @TimerId("tick") Timer tick,
      @TimerId("hold") Timer hold,
      OutputReceiver<Archived> out) {
    open(tick);
    ArchivePending before = state.read();
    write(state, before, archive(partition(key), before, out).withWaking(false), hold);
  }

  /** No record comes any more. */
  @OnTimer("hold")
  public void end(
      @Key String key,
      @StateId("pending") ValueState<ArchivePending> state,
      @TimerId("tick") Timer tick,
      @TimerId("hold") Timer hold,
      OutputReceiver<Archived> out) {
    open(tick);
    ArchivePending before = state.read();
    if (before == null) {
      return; // Flink forgets all keys once none holds the watermark: this one had nothing pending
    }
    write(state, before, archive(partition(key), before, out), hold);
  }

  private static void write(
      ValueState<ArchivePending> state, ArchivePending before, ArchivePending now, Timer hold) {
    state.write(now);
    if (now.receivedAt() == before.receivedAt()) {
      return;
    }
    if (now.isEmpty()) {
      hold.withNoOutputTimestamp().set(LAST);
    } else {
      hold.withOutputTimestamp(new Instant(now.receivedAt())).set(LAST);
    }
  }

  private ArchivePending archive(
      RawPartition partition, ArchivePending pending, OutputReceiver<Archived> out) {
    if (pending.isEmpty()) {
      return pending;
    }
    try {
      retry.run(
          "archive " + partition,
          () -> {
            writer.archive(partition, pending);
            return null;
          });
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    out.outputWithTimestamp(
        new Archived(partition, pending.to()), new Instant(pending.receivedAt()));
    return pending.archived();
  }

  /** A partition that is new here goes on where its files end, or begins. */
  private long end(ArchiveAdvance advance) {
    return retry.run(
        "look for the archived files of " + advance.partition(),
        () -> writer.end(advance.partition()).orElse(advance.first()));
  }

  /**
   * @param tick knows the time, which says what is left over
   */
  private void open(Timer tick) {
    if (writer == null) {
      ArchiveFolder archive = ArchiveFolder.in(Path.of(folder), topics);
      long before = tick.getCurrentRelativeTime().getMillis() - LEFT_OVER_MILLIS;
      retry.run(
          "tidy up " + folder,
          () -> {
            archive.removeLeftOvers(before);
            return null;
          });
      writer = new ArchiveWriter(archive, source, fileBytes);
    }
  }

  static String key(RawPartition partition) {
    return partition.toString();
  }

  /** A topic's name has no slash. */
  private static RawPartition partition(String key) {
    int slash = key.indexOf('/');
    return new RawPartition(key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)));
  }

  @FinishBundle
  public void finishBundle() {
    telemetry.finish();
  }

  @Teardown
  public void teardown() {
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } finally {
      telemetry.teardown();
    }
  }

  /** What is archived has the time of its earliest record, before that of the timer. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
