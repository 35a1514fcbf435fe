package io.tributary.transforms.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * The number 0, once, and then nothing for ever. It has a share for every worker, all but the first
 * of them empty: Flink ends a worker without one, and its state would say so.
 */
final class StartSource extends UnboundedSource<Integer, StartSource.Mark> {

  private static final long serialVersionUID = 1L;

  private final int index;

  /**
   * @param index which share it is; the first has the element
   */
  StartSource(int index) {
    this.index = index;
  }

  /**
   * How far a share has been read.
   *
   * @param given whether the element has been
   */
  record Mark(boolean given) implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  private static final class MarkCoder extends AtomicCoder<Mark> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Mark mark, OutputStream out) throws IOException {
      BooleanCoder.of().encode(mark.given, out);
    }

    @Override
    public Mark decode(InputStream in) throws IOException {
      return new Mark(BooleanCoder.of().decode(in));
    }
  }

  @Override
  public List<StartSource> split(int desired, PipelineOptions options) {
    return index > 0
        ? List.of(this)
        : IntStream.range(0, Math.max(1, desired)).mapToObj(StartSource::new).toList();
  }

  @Override
  public UnboundedReader<Integer> createReader(PipelineOptions options, Mark mark) {
    return new Reader(this, index > 0 || (mark != null && mark.given));
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return new MarkCoder();
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }

  private static final class Reader extends UnboundedReader<Integer> {
    private final StartSource source;
    private boolean given;
    private boolean isCurrent;

    Reader(StartSource source, boolean given) {
      this.source = source;
      this.given = given;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      isCurrent = !given;
      given = true;
      return isCurrent;
    }

    @Override
    public Integer getCurrent() {
      if (!isCurrent) {
        throw new NoSuchElementException("The one element has been read");
      }
      return 0;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    /** At its very end Flink would take the source for finished. */
    @Override
    public Instant getWatermark() {
      return given ? GlobalWindow.INSTANCE.maxTimestamp() : BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(given);
    }

    @Override
    public UnboundedSource<Integer, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
