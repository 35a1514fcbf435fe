package io.tributary.transforms.telemetry;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The DoFn of every step without state: runs a {@link Step} and keeps its {@link StepTelemetry}.
 *
 * <p>Elements are in the global window; what is emitted at the end of a bundle has the time of the
 * bundle's earliest element, where the step's output has no times of its own.
 */
public final class StepFn<InputT, OutputT> extends DoFn<InputT, OutputT> {

  private static final long serialVersionUID = 1L;

  private final StepTelemetry telemetry;
  private final Step<InputT, OutputT> step;
  private final SerializableFunction<OutputT, Long> timestamps;
  private final Tracing<? super OutputT> tracing;

  private transient Instant earliest;

  private StepFn(
      StepTelemetry telemetry,
      Step<InputT, OutputT> step,
      SerializableFunction<OutputT, Long> timestamps,
      Tracing<? super OutputT> tracing) {
    this.telemetry = telemetry;
    this.step = step;
    this.timestamps = timestamps;
    this.tracing = tracing;
  }

  /**
   * @param spanName name of the bundle's span, from the contract's list
   * @param step what is done
   */
  public static <InputT, OutputT> StepFn<InputT, OutputT> of(
      String spanName, Step<InputT, OutputT> step) {
    return of(StepTelemetry.of(spanName), step);
  }

  /**
   * @param telemetry the step's spans and counters
   * @param step what is done
   */
  public static <InputT, OutputT> StepFn<InputT, OutputT> of(
      StepTelemetry telemetry, Step<InputT, OutputT> step) {
    return new StepFn<>(telemetry, step, null, null);
  }

  /**
   * The same step, whose output has times of its own and not those of its input.
   *
   * @param millis an element's time, milliseconds since the epoch
   */
  public StepFn<InputT, OutputT> withTimestamps(SerializableFunction<OutputT, Long> millis) {
    return new StepFn<>(telemetry, step, millis, tracing);
  }

  /**
   * The same step, whose output is seen in the traces of sampled events.
   *
   * @param newTracing how
   */
  public StepFn<InputT, OutputT> withTracing(Tracing<? super OutputT> newTracing) {
    return new StepFn<>(telemetry, step, timestamps, newTracing);
  }

  @Setup
  public void setup(PipelineOptions options) {
    telemetry.setup(options);
    step.open();
  }

  @StartBundle
  public void startBundle() {
    earliest = null;
    telemetry.start();
    step.start();
  }

  @ProcessElement
  public void process(
      @Element InputT element, @Timestamp Instant timestamp, OutputReceiver<OutputT> receiver) {
    if (earliest == null || timestamp.isBefore(earliest)) {
      earliest = timestamp;
    }
    telemetry.next();
    try {
      step.process(
          element,
          value -> {
            traced(value);
            if (timestamps == null) {
              receiver.output(value);
            } else {
              receiver.outputWithTimestamp(value, timeOf(value));
            }
          },
          telemetry.counts());
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    telemetry.processed();
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    Instant timestamp = earliest == null ? BoundedWindow.TIMESTAMP_MIN_VALUE : earliest;
    telemetry.next();
    try {
      step.finish(
          value -> {
            traced(value);
            context.output(
                value, timestamps == null ? timestamp : timeOf(value), GlobalWindow.INSTANCE);
          },
          telemetry.counts());
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    telemetry.finish();
  }

  private Instant timeOf(OutputT value) {
    return Instant.ofEpochMilli(timestamps.apply(value));
  }

  private void traced(OutputT value) {
    if (tracing != null) {
      telemetry.out(value, tracing);
    }
  }

  @Teardown
  public void teardown() {
    try {
      step.close();
    } finally {
      telemetry.teardown();
    }
  }

  /** A step that holds elements back lets each go with its own, earlier, time. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return timestamps == null ? Duration.ZERO : Duration.millis(Long.MAX_VALUE);
  }
}
