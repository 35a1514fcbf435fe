package io.tributary.io.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.mapType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * Writes raw records to one Parquet file of the raw store. Columns: {@code topic STRING, partition
 * INT32, offset INT64, received_at TIMESTAMP(MILLIS, UTC), key BINARY (optional), headers
 * MAP<STRING, BINARY> (optional, names may repeat, values may be null), payload BINARY (optional)},
 * compressed with zstd.
 *
 * <p>The file grows under a hidden name beside its own and takes its own name on {@link #close()},
 * so a reader never sees half of it. After a failed write, close throws the hidden file away.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class RawFileWriter implements Closeable {

  /** Large enough for good compression, small enough that eight writers fit in a small heap. */
  public static final long DEFAULT_ROW_GROUP_BYTES = 32L << 20;

  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("topic")
          .required(INT32)
          .named("partition")
          .required(INT64)
          .named("offset")
          .required(INT64)
          .as(timestampType(true, MILLIS))
          .named("received_at")
          .optional(BINARY)
          .named("key")
          .optionalGroup()
          .as(mapType())
          .repeatedGroup()
          .required(BINARY)
          .as(stringType())
          .named("key")
          .optional(BINARY)
          .named("value")
          .named("key_value")
          .named("headers")
          .optional(BINARY)
          .named("payload")
          .named("raw_record");

  private final Path file;
  private final Path hidden;
  private final ParquetWriter<RawRecord> writer;
  private long records;
  private boolean failed;
  private boolean closed;

  private RawFileWriter(Path file, Path hidden, ParquetWriter<RawRecord> writer) {
    this.file = file;
    this.hidden = hidden;
    this.writer = writer;
  }

  /**
   * Starts a file with row groups of {@link #DEFAULT_ROW_GROUP_BYTES}.
   *
   * @throws FileAlreadyExistsException where the file is there: the raw store is append-only
   */
  public static RawFileWriter create(Path file) throws IOException {
    return create(file, DEFAULT_ROW_GROUP_BYTES);
  }

  /**
   * Starts a file; folders above it are made.
   *
   * @param rowGroupBytes size of a row group in memory, which is also what the writer holds
   * @throws FileAlreadyExistsException where the file is there: the raw store is append-only
   */
  public static RawFileWriter create(Path file, long rowGroupBytes) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "raw files are never replaced; remove it or choose another");
    }
    Files.createDirectories(target.getParent());
    Path hidden = target.resolveSibling("." + target.getFileName() + ".tmp");
    return new RawFileWriter(target, hidden, open(hidden, rowGroupBytes));
  }

  /** Starts a file that stays under its hidden name; the caller makes it visible. */
  static RawFileWriter createHidden(Path hidden) throws IOException {
    return new RawFileWriter(hidden, hidden, open(hidden, DEFAULT_ROW_GROUP_BYTES));
  }

  private static ParquetWriter<RawRecord> open(Path hidden, long rowGroupBytes) throws IOException {
    if (rowGroupBytes <= 0) {
      throw new IllegalArgumentException(
          "Row group size must be positive, was " + rowGroupBytes + " bytes");
    }
    return RecordWriteSupport.builder(new LocalOutputFile(hidden), new Support())
        .withRowGroupSize(rowGroupBytes)
        // A payload may have 10 MiB: a hundred of them, Parquet's default, must not make one page.
        .withMinRowCountForPageSizeCheck(1)
        .withMaxRowCountForPageSizeCheck(8)
        // Nearly every value differs: a dictionary would be built, found useless and dropped.
        .withDictionaryEncoding("offset", false)
        .withDictionaryEncoding("received_at", false)
        .withDictionaryEncoding("key", false)
        .withDictionaryEncoding("headers.key_value.value", false)
        .withDictionaryEncoding("payload", false)
        // Lower and upper bounds of these help nobody and could hold a whole payload.
        .withStatisticsEnabled("key", false)
        .withStatisticsEnabled("headers.key_value.value", false)
        .withStatisticsEnabled("payload", false)
        .build();
  }

  /** Adds a record. */
  public void write(RawRecord record) throws IOException {
    boolean written = false;
    try {
      writer.write(record);
      records++;
      written = true;
    } finally {
      failed |= !written;
    }
  }

  /** How many records were written so far. */
  public long records() {
    return records;
  }

  /** Completes the file and lets it appear under its name; without effect the second time. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean complete = false;
    try {
      writer.close();
      complete = !failed;
    } finally {
      if (!complete) {
        Files.deleteIfExists(hidden);
      }
    }
    if (complete && !hidden.equals(file)) {
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static final class Support extends RecordWriteSupport<RawRecord> {
    Support() {
      super(SCHEMA);
    }

    @Override
    public void write(RawRecord record) {
      out().startMessage();
      field("topic", 0, Binary.fromString(record.coordinate().topic()));
      out().startField("partition", 1);
      out().addInteger(record.coordinate().partition());
      out().endField("partition", 1);
      out().startField("offset", 2);
      out().addLong(record.coordinate().offset());
      out().endField("offset", 2);
      out().startField("received_at", 3);
      out().addLong(record.receivedAt());
      out().endField("received_at", 3);
      bytes("key", 4, record.key());
      if (!record.headers().isEmpty()) {
        headers(record.headers());
      }
      bytes("payload", 6, record.payload());
      out().endMessage();
    }

    private void headers(List<Header> headers) {
      out().startField("headers", 5);
      out().startGroup();
      out().startField("key_value", 0);
      for (Header header : headers) {
        out().startGroup();
        field("key", 0, Binary.fromString(header.name()));
        bytes("value", 1, header.value());
        out().endGroup();
      }
      out().endField("key_value", 0);
      out().endGroup();
      out().endField("headers", 5);
    }

    private void bytes(String name, int index, byte[] value) {
      if (value != null) {
        field(name, index, Binary.fromConstantByteArray(value));
      }
    }

    private void field(String name, int index, Binary value) {
      out().startField(name, index);
      out().addBinary(value);
      out().endField(name, index);
    }
  }
}
