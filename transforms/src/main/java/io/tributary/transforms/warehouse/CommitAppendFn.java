package io.tributary.transforms.warehouse;

import io.tributary.transforms.telemetry.StepTelemetry;
import io.tributary.transforms.warehouse.AppendWarehouse.OutOfOrder;
import io.tributary.transforms.warehouse.AppendWarehouse.Refused;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes appends, once the runner has promised to bring the same again.
 *
 * <p>It has no keyed state, on purpose: when a Flink job is drained, what waits for its last
 * checkpoint comes after the last watermark, and a step with state would drop it as late. The order
 * of appends is kept by the warehouse. After a checkpoint that failed, or a change of parallelism,
 * an append can come before its predecessor; it then waits here for it.
 */
final class CommitAppendFn extends DoFn<Append, String> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CommitAppendFn.class);

  /** A catalog or a disk may be away for a while. */
  private static final FluentBackoff OUTAGE =
      FluentBackoff.DEFAULT
          .withInitialBackoff(Duration.millis(500))
          .withExponent(2)
          .withMaxBackoff(Duration.standardSeconds(15))
          .withMaxCumulativeBackoff(Duration.standardMinutes(5));

  /** Another worker may be about to make the predecessor. */
  private static final FluentBackoff PREDECESSOR =
      FluentBackoff.DEFAULT
          .withInitialBackoff(Duration.millis(100))
          .withMaxBackoff(Duration.standardSeconds(1))
          .withMaxCumulativeBackoff(Duration.standardSeconds(10));

  /** How it sleeps. */
  interface Pause extends Sleeper, Serializable {}

  private final StepTelemetry telemetry = StepTelemetry.of("analytics.warehouse_load");
  private final AppendWarehouse warehouse;
  private final Pause pause;

  private transient List<Append> waiting;
  private transient int bundlesWaited;
  private transient Instant earliest;

  CommitAppendFn(AppendWarehouse warehouse, Pause pause) {
    this.warehouse = warehouse;
    this.pause = pause;
  }

  @Setup
  public void setup(PipelineOptions options) {
    telemetry.setup(options);
    waiting = new ArrayList<>();
  }

  @StartBundle
  public void startBundle() {
    telemetry.start();
    earliest = null;
  }

  @ProcessElement
  @RequiresStableInput
  public void process(
      @Element Append append, @Timestamp Instant timestamp, OutputReceiver<String> out) {
    if (earliest == null || timestamp.isBefore(earliest)) {
      earliest = timestamp;
    }
    waiting.add(append);
    waiting.sort(Comparator.comparingLong(Append::sequence));
    commitWaiting(out::output);
    telemetry.processed();
  }

  @Teardown
  public void teardown() {
    telemetry.teardown();
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!waiting.isEmpty()) {
      Instant timestamp = earliest == null ? new Instant(0) : earliest;
      awaitPredecessor(table -> context.output(table, timestamp, GlobalWindow.INSTANCE));
    }
    bundlesWaited = waiting.isEmpty() ? 0 : bundlesWaited + 1;
    telemetry.finish();
  }

  /**
   * On Flink the predecessor is on another worker, or in the very next bundle. When it was in
   * neither, something is wrong, and nothing may be held here any longer without being saved.
   */
  private void awaitPredecessor(Consumer<String> out) {
    BackOff backOff = PREDECESSOR.backoff();
    OutOfOrder why = commitWaiting(out);
    while (why != null) {
      if (!sleep(backOff)) {
        if (bundlesWaited > 0) {
          telemetry.failed(why);
          throw why;
        }
        return;
      }
      why = commitWaiting(out);
    }
  }

  /** Makes what can be made in its order; why the rest has to wait, or null. */
  private OutOfOrder commitWaiting(Consumer<String> out) {
    while (!waiting.isEmpty()) {
      try {
        commit(waiting.get(0), out);
      } catch (OutOfOrder why) {
        return why;
      } catch (RuntimeException | Error failed) {
        telemetry.failed(failed);
        throw failed;
      }
      waiting.remove(0);
    }
    return null;
  }

  private void commit(Append append, Consumer<String> out) {
    BackOff backOff = OUTAGE.backoff();
    while (true) {
      List<Committed> tables = new ArrayList<>();
      try {
        telemetry.next();
        warehouse.append(append, tables::add);
        List<WrittenFile> files =
            append.cuts().stream().flatMap(cut -> cut.files().stream()).toList();
        for (Committed table : tables) {
          WrittenFile.committed(table, files, telemetry.counts());
          out.accept(table.table());
        }
        return;
      } catch (OutOfOrder | Refused decided) {
        throw decided;
      } catch (RuntimeException outage) {
        // Every kind of catalog has its own exceptions. The append can be made again in any case.
        Throwable reason = outage.getCause() == null ? outage : outage.getCause();
        LOG.warn("Cannot commit to the tables ({}); trying again", reason.toString());
        if (!sleep(backOff)) {
          throw outage;
        }
      }
    }
  }

  private boolean sleep(BackOff backOff) {
    try {
      return BackOffUtils.next(pause, backOff);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
