package io.tributary.io.parquet;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes records straight into Parquet's columns, no generic object in between. A subclass says in
 * {@link #write} what goes where.
 */
public abstract class RecordWriteSupport<T> extends WriteSupport<T> {

  private final MessageType schema;
  private RecordConsumer out;

  protected RecordWriteSupport(MessageType schema) {
    this.schema = schema;
  }

  /** Takes the fields of the record that is being written. */
  protected final RecordConsumer out() {
    return out;
  }

  /** A writer of a zstd file; one that is there is replaced. */
  public static <T> Builder<T> builder(OutputFile file, RecordWriteSupport<T> support) {
    return new Builder<>(file, support)
        .withConf(new PlainParquetConfiguration())
        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
        .withCompressionCodec(CompressionCodecName.ZSTD);
  }

  @Override
  @SuppressWarnings("deprecation") // still abstract
  public final WriteContext init(Configuration conf) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public final WriteContext init(ParquetConfiguration conf) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public final void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  /** Parquet's builder for such a writer. */
  public static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final RecordWriteSupport<T> support;

    private Builder(OutputFile file, RecordWriteSupport<T> support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract
    protected WriteSupport<T> getWriteSupport(Configuration conf) {
      return support;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(ParquetConfiguration conf) {
      return support;
    }
  }
}
