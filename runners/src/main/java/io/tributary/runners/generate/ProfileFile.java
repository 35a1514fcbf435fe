package io.tributary.runners.generate;

import io.tributary.io.parquet.RecordWriteSupport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A Parquet file of profile versions. */
final class ProfileFile implements Closeable {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message profile {
            required binary user_id (STRING);
            required binary country (STRING);
            required binary segment (STRING);
            required int64 created_at (TIMESTAMP(MILLIS,true));
            required int64 valid_from (TIMESTAMP(MILLIS,true));
          }
          """);

  private record Row(
      String userId, String country, String segment, long createdAt, long validFrom) {}

  private final ParquetWriter<Row> writer;

  private ProfileFile(ParquetWriter<Row> writer) {
    this.writer = writer;
  }

  static ProfileFile create(Path file) throws IOException {
    return new ProfileFile(
        RecordWriteSupport.builder(new LocalOutputFile(file), new Support()).build());
  }

  void write(String userId, String country, String segment, long createdAt, long validFrom)
      throws IOException {
    writer.write(new Row(userId, country, segment, createdAt, validFrom));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Support extends RecordWriteSupport<Row> {
    Support() {
      super(SCHEMA);
    }

    @Override
    public void write(Row row) {
      out().startMessage();
      text(0, row.userId());
      text(1, row.country());
      text(2, row.segment());
      time(3, row.createdAt());
      time(4, row.validFrom());
      out().endMessage();
    }

    private void text(int index, String value) {
      out().startField(SCHEMA.getFieldName(index), index);
      out().addBinary(Binary.fromString(value));
      out().endField(SCHEMA.getFieldName(index), index);
    }

    private void time(int index, long value) {
      out().startField(SCHEMA.getFieldName(index), index);
      out().addLong(value);
      out().endField(SCHEMA.getFieldName(index), index);
    }
  }
}
