package io.tributary.io.parquet;

import io.tributary.schemas.event.Coordinate;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;

/** An open file of a raw store, whose footer is read once. */
final class RawFile implements Closeable {

  /**
   * The records of one partition in one row group.
   *
   * @param first smallest offset
   * @param last largest offset
   * @param newest largest {@code received_at}, milliseconds since the epoch
   */
  record Span(long first, long last, long newest) {

    private Span with(long offset, long receivedAt) {
      return new Span(
          Math.min(first, offset), Math.max(last, offset), Math.max(newest, receivedAt));
    }
  }

  private final Path path;
  private final ParquetFileReader reader;
  private final RawColumns columns;

  private RawFile(Path path, ParquetFileReader reader, RawColumns columns) {
    this.path = path;
    this.reader = reader;
    this.columns = columns;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if the disk refuses
   * @throws InvalidRawStore if it is no whole Parquet file or has other columns
   */
  static RawFile open(Path path) throws IOException {
    ParquetFileReader reader = null;
    RawFile file = null;
    try {
      reader =
          ParquetFileReader.open(
              new LocalInputFile(path),
              ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
      file = new RawFile(path, reader, RawColumns.of(path, reader.getFileMetaData().getSchema()));
      return file;
    } catch (InvalidRawStore e) {
      throw e;
    } catch (RuntimeException e) {
      throw InvalidRawStore.noParquet(path, e);
    } finally {
      if (file == null && reader != null) {
        reader.close();
      }
    }
  }

  Path path() {
    return path;
  }

  ParquetFileReader reader() {
    return reader;
  }

  RawColumns columns() {
    return columns;
  }

  int groups() {
    return reader.getRowGroups().size();
  }

  RowGroup group(int index) {
    BlockMetaData block = reader.getRowGroups().get(index);
    return new RowGroup(
        path.toString(), index, block.getRowCount(), block.getCompressedSize(), false);
  }

  /** Whether a row group's bounds leave records received in a range, as far as they are known. */
  boolean mayHold(int index, long from, long to) {
    Statistics<?> received = bounds(index, RawColumns.RECEIVED_AT);
    return received == null
        || (millis(received.genericGetMin()) < to && millis(received.genericGetMax()) >= from);
  }

  /** The partitions of a row group: by its bounds where there is one, else by its coordinates. */
  Map<RawPartition, Span> spans(int index) throws IOException {
    if (group(index).rows() == 0) {
      return Map.of();
    }
    Statistics<?> topic = bounds(index, RawColumns.TOPIC);
    Statistics<?> partition = bounds(index, RawColumns.PARTITION);
    Statistics<?> offset = bounds(index, RawColumns.OFFSET);
    Statistics<?> received = bounds(index, RawColumns.RECEIVED_AT);
    boolean isKnown = offset != null && received != null && isOne(topic) && isOne(partition);
    return isKnown
        ? Map.of(
            new RawPartition(
                ((Binary) topic.genericGetMin()).toStringUsingUTF8(),
                ((Number) partition.genericGetMin()).intValue()),
            new Span(
                ((Number) offset.genericGetMin()).longValue(),
                ((Number) offset.genericGetMax()).longValue(),
                millis(received.genericGetMax())))
        : scan(index);
  }

  private Map<RawPartition, Span> scan(int index) throws IOException {
    Map<RawPartition, Span> spans = new HashMap<>();
    try (RowGroupReader rows = RowGroupReader.openCoordinates(this, index)) {
      while (rows.hasNext()) {
        Coordinate at = rows.nextCoordinate();
        long receivedAt = rows.receivedAt();
        spans.merge(
            new RawPartition(at.topic(), at.partition()),
            new Span(at.offset(), at.offset(), receivedAt),
            (known, one) -> known.with(at.offset(), receivedAt));
      }
    } catch (RuntimeException e) {
      throw InvalidRawStore.damaged(group(index), e);
    }
    return spans;
  }

  /** The bounds of a column, or null where they are not known. */
  private Statistics<?> bounds(int index, String column) {
    List<ColumnChunkMetaData> chunks = reader.getRowGroups().get(index).getColumns();
    for (ColumnChunkMetaData chunk : chunks) {
      if (chunk.getPath().toDotString().equals(column)) {
        Statistics<?> bounds = chunk.getStatistics();
        return bounds != null && bounds.hasNonNullValue() ? bounds : null;
      }
    }
    return null;
  }

  private static boolean isOne(Statistics<?> bounds) {
    return bounds != null && bounds.genericGetMin().equals(bounds.genericGetMax());
  }

  private long millis(Object received) {
    return Math.floorDiv((Long) received, columns.millisDivisor());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
