package io.tributary.io.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes small Parquet files. */
final class Fixtures {

  static final String PROFILES =
      "message profile { required binary user_id (STRING); optional binary country (STRING);"
          + " optional binary segment (STRING); optional int64 created_at (TIMESTAMP(MILLIS,true));"
          + " required int64 valid_from (TIMESTAMP(MILLIS,true)); }";

  static final String LINKS =
      "message link { required binary anonymous_id (STRING); required binary user_id (STRING);"
          + " required int64 linked_at (TIMESTAMP(MICROS,true)); }";

  private Fixtures() {}

  /** Writes rows of texts, longs and nulls in the order of the schema's columns. */
  static Path write(Path file, String schema, List<List<Object>> rows) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try {
      Files.createDirectories(file.getParent());
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withConf(new PlainParquetConfiguration())
              .withType(type)
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .build()) {
        for (List<Object> row : rows) {
          Group group = new SimpleGroup(type);
          for (int i = 0; i < row.size(); i++) {
            if (row.get(i) instanceof String text) {
              group.add(i, text);
            } else if (row.get(i) instanceof Long number) {
              group.add(i, number);
            }
          }
          writer.write(group);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
