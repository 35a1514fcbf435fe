package io.tributary.io.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.crypto.InternalFileEncryptor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet data file while it is written. Its row groups are closed from outside, so that many
 * open files can share one budget of memory.
 */
final class DataFileWriter<R> {

  /** Pages are small because many files are open at a time and a page is held uncompressed. */
  private static final int PAGE_BYTES = 128 << 10;

  private static final int PAGE_ROWS = 8192;
  private static final int TRUNCATE_LENGTH = 64;
  private static final long ROW_GROUP_BYTES = 128L << 20;

  private final Schema schema;
  private final RowWriter<R> rows;
  private final BytesInputCompressor compressor;
  private final ParquetProperties properties;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private int rowGroup;
  private long rowsInGroup;
  private long rowCount;

  DataFileWriter(
      OutputFile output, Schema schema, RowWriter<R> rows, BytesInputCompressor compressor) {
    this.schema = schema;
    this.rows = rows;
    this.compressor = compressor;
    this.properties = properties(rows);
    try {
      file =
          new ParquetFileWriter(
              new ParquetOutput(output),
              rows.fileSchema(),
              ParquetFileWriter.Mode.OVERWRITE,
              ROW_GROUP_BYTES,
              0,
              TRUNCATE_LENGTH,
              ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
              true,
              (InternalFileEncryptor) null);
      file.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + output.location(), e);
    }
    startRowGroup();
  }

  private static ParquetProperties properties(RowWriter<?> rows) {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withPageSize(PAGE_BYTES)
            .withPageRowCountLimit(PAGE_ROWS)
            .withDictionaryPageSize(PAGE_BYTES)
            .withSizeStatisticsEnabled(false);
    for (String column : rows.withoutDictionary()) {
      builder.withDictionaryEncoding(column, false);
    }
    for (String column : rows.withoutStatistics()) {
      builder.withStatisticsEnabled(column, false);
    }
    return builder.build();
  }

  private void startRowGroup() {
    MessageType fileSchema = rows.fileSchema();
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            fileSchema,
            properties.getAllocator(),
            TRUNCATE_LENGTH,
            true,
            null,
            rowGroup++);
    columns = properties.newColumnWriteStore(fileSchema, pages, pages);
    rows.bind(columns);
    rowsInGroup = 0;
  }

  void write(R row) {
    rows.write(row);
    columns.endRecord();
    rowsInGroup++;
    rowCount++;
  }

  long rowCount() {
    return rowCount;
  }

  /** About how many bytes of heap its open row group takes. */
  long bufferedBytes() {
    return columns.getAllocatedSize();
  }

  /** Bytes of the file so far. */
  long writtenBytes() {
    try {
      return file.getPos();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the open row group out and starts another. */
  void flushRowGroup() {
    if (rowsInGroup > 0) {
      writeRowGroup();
      startRowGroup();
    }
  }

  private void writeRowGroup() {
    try {
      file.startBlock(rowsInGroup);
      columns.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
      columns.close();
      pages.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a row group", e);
    }
  }

  /** What the table's metadata should know of a finished file. */
  record Finished(Metrics metrics, long bytes, List<Long> splitOffsets) {}

  /** Writes the rest and the footer. */
  Finished finish(MetricsConfig metricsConfig) {
    if (rowsInGroup > 0) {
      writeRowGroup();
    }
    try {
      file.end(Map.of("iceberg.schema", SchemaParser.toJson(schema)));
      return new Finished(
          ParquetUtil.footerMetrics(file.getFooter(), Stream.empty(), metricsConfig),
          file.getPos(),
          ParquetUtil.getSplitOffsets(file.getFooter()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot finish a data file", e);
    }
  }
}
