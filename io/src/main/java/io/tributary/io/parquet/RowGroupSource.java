package io.tributary.io.parquet;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The planned row groups as a Beam source. It splits into single ones, whatever size is asked for,
 * so that the engine hands them out one by one and a slow one does not hold up the rest. What is in
 * them is read by the step behind: an engine's bookkeeping per element of a source costs more than
 * reading a record.
 */
final class RowGroupSource extends BoundedSource<RowGroup> {

  private static final long serialVersionUID = 1L;

  private final List<RowGroup> groups;

  RowGroupSource(List<RowGroup> groups) {
    this.groups = List.copyOf(groups);
  }

  @Override
  public List<RowGroupSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return groups.stream().map(group -> new RowGroupSource(List.of(group))).toList();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return groups.stream().mapToLong(RowGroup::bytes).sum();
  }

  @Override
  public BoundedReader<RowGroup> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<RowGroup> getOutputCoder() {
    return SerializableCoder.of(RowGroup.class);
  }

  private static final class Reader extends BoundedReader<RowGroup> {
    private final RowGroupSource source;
    private final Iterator<RowGroup> groups;
    private RowGroup current;

    Reader(RowGroupSource source) {
      this.source = source;
      this.groups = source.groups.iterator();
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      current = groups.hasNext() ? groups.next() : null;
      return current != null;
    }

    @Override
    public RowGroup getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public void close() {}

    @Override
    public BoundedSource<RowGroup> getCurrentSource() {
      return source;
    }
  }
}
