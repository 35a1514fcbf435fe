package io.tributary.transforms.telemetry;

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

  private transient Instant earliest;

  private StepFn(
      StepTelemetry telemetry,
      Step<InputT, OutputT> step,
      SerializableFunction<OutputT, Long> timestamps) {
    this.telemetry = telemetry;
    this.step = step;
    this.timestamps = timestamps;
  }

  /**
   * @param spanName name of the bundle's span, from the contract's list
   * @param step what is done
   */
  public static <InputT, OutputT> StepFn<InputT, OutputT> of(
      String spanName, Step<InputT, OutputT> step) {
    return new StepFn<>(StepTelemetry.of(spanName), step, null);
  }

  /**
   * The same step, whose output has times of its own and not those of its input.
   *
   * @param millis an element's time, milliseconds since the epoch
   */
  public StepFn<InputT, OutputT> withTimestamps(SerializableFunction<OutputT, Long> millis) {
    return new StepFn<>(telemetry, step, millis);
  }

  @Setup
  public void setup() {
    telemetry.setup();
    step.open();
  }

  @StartBundle
  public void startBundle() {
    earliest = null;
    step.start();
    telemetry.start();
  }

  @ProcessElement
  public void process(
      @Element InputT element, @Timestamp Instant timestamp, OutputReceiver<OutputT> receiver) {
    if (earliest == null || timestamp.isBefore(earliest)) {
      earliest = timestamp;
    }
    try {
      step.process(
          element,
          timestamps == null
              ? receiver::output
              : value ->
                  receiver.outputWithTimestamp(
                      value, Instant.ofEpochMilli(timestamps.apply(value))),
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
    try {
      step.finish(
          value ->
              context.output(
                  value,
                  timestamps == null ? timestamp : Instant.ofEpochMilli(timestamps.apply(value)),
                  GlobalWindow.INSTANCE),
          telemetry.counts());
    } catch (RuntimeException | Error failed) {
      telemetry.failed(failed);
      throw failed;
    }
    telemetry.finish();
  }

  @Teardown
  public void teardown() {
    step.close();
  }

  /** A step that holds elements back lets each go with its own, earlier, time. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to say it
  public Duration getAllowedTimestampSkew() {
    return timestamps == null ? Duration.ZERO : Duration.millis(Long.MAX_VALUE);
  }
}
