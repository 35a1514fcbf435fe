package io.tributary.transforms.start;

import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * One element at a pipeline's beginning, for steps that act even if no record ever comes. Output:
 * the number 0, at the earliest time; after it the watermark is at the last window's end.
 */
public final class StartSignal extends PTransform<PBegin, PCollection<Integer>> {

  private static final long serialVersionUID = 1L;

  private final boolean staysUp;

  private StartSignal(boolean staysUp) {
    this.staysUp = staysUp;
  }

  /** For a pipeline that ends by itself. */
  public static StartSignal once() {
    return new StartSignal(false);
  }

  /**
   * For a job on Flink that goes on until it is stopped: the element comes from a source that stays
   * up. Beam's own source of single elements ends at once and has no lasting name on Flink, which
   * then refuses to restore the job at another parallelism.
   */
  public static StartSignal onceAndStaysUp() {
    return new StartSignal(true);
  }

  @Override
  public PCollection<Integer> expand(PBegin begin) {
    return staysUp
        ? begin.apply("Once", Read.from(new StartSource(0))).setCoder(VarIntCoder.of())
        : begin.apply("Once", Create.of(0));
  }
}
