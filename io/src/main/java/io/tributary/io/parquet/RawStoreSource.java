package io.tributary.io.parquet;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/**
 * Row groups of the raw store as a Beam source; element timestamps are {@code received_at}. It splits
 * into single row groups, whatever size is asked for, so that a slow one does not hold up the rest.
 */
public final class RawStoreSource extends BoundedSource<RawRecord> {

  private static final long serialVersionUID = 1L;

  private final List<RowGroup> groups;
  private final long from;
  private final long to;

  /**
   * @param groups what is read
   * @param from first {@code received_at} that is read, milliseconds since the epoch
   * @param to first that is not
   */
  public RawStoreSource(List<RowGroup> groups, long from, long to) {
    this.groups = List.copyOf(groups);
    this.from = from;
    this.to = to;
  }

  @Override
  public List<RawStoreSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return groups.stream().map(group -> new RawStoreSource(List.of(group), from, to)).toList();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return groups.stream().mapToLong(RowGroup::bytes).sum();
  }

  @Override
  public BoundedReader<RawRecord> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<RawRecord> getOutputCoder() {
    return RawRecordCoder.of();
  }

  private static final class Reader extends BoundedReader<RawRecord> {
    private final RawStoreSource source;
    private final Iterator<RowGroup> groups;
    private RowGroupReader group;
    private RawRecord current;

    Reader(RawStoreSource source) {
      this.source = source;
      this.groups = source.groups.iterator();
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      while (true) {
        if (group != null && group.hasNext()) {
          current = group.next();
          if (current.receivedAt() >= source.from && current.receivedAt() < source.to) {
            return true;
          }
        } else if (groups.hasNext()) {
          close();
          group = RowGroupReader.open(groups.next());
        } else {
          current = null;
          return false;
        }
      }
    }

    @Override
    public RawRecord getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(getCurrent().receivedAt());
    }

    @Override
    public void close() throws IOException {
      if (group != null) {
        group.close();
        group = null;
      }
    }

    @Override
    public BoundedSource<RawRecord> getCurrentSource() {
      return source;
    }
  }
}
