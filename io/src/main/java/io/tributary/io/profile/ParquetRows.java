package io.tributary.io.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads a few flat columns of a Parquet file, each row into the same {@link Row}. */
final class ParquetRows {

  /** Takes a row; it is overwritten by the next one. */
  interface Sink {
    void accept(Row row);
  }

  private final Path file;
  private final List<Row.Column> columns;

  ParquetRows(Path file, List<Row.Column> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Checks that the file is Parquet and has the columns, without reading rows.
   *
   * @throws UnreadableReferenceData where it is not so
   */
  void check() {
    try (ParquetFileReader reader = open()) {
      projection(reader);
      for (BlockMetaData group : reader.getRowGroups()) {
        group.getColumns().forEach(this::checkNulls);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Where the writer counted nulls, a missing value is found at launch. */
  private void checkNulls(ColumnChunkMetaData chunk) {
    String name = chunk.getPath().toDotString();
    for (Row.Column column : columns) {
      if (column.name().equals(name) && !column.nullable() && hasNulls(chunk.getStatistics())) {
        throw Row.missing(file, column);
      }
    }
  }

  private static boolean hasNulls(Statistics<?> statistics) {
    return statistics != null && statistics.isNumNullsSet() && statistics.getNumNulls() > 0;
  }

  /**
   * Reads all rows.
   *
   * @throws UnreadableReferenceData where the file is no such table, or a required value is null
   */
  void forEach(Sink sink) {
    try (ParquetFileReader reader = open()) {
      MessageType projection = projection(reader);
      Row row = new Row(file, columns, projection);
      MessageColumnIO io = new ColumnIOFactory().getColumnIO(projection);
      reader.setRequestedSchema(projection);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Row> rows = io.getRecordReader(pages, row.materializer());
        for (long n = pages.getRowCount(); n > 0; n--) {
          sink.accept(rows.read());
        }
      }
    } catch (IOException | ParquetRuntimeException e) {
      // The latter is how Parquet reports pages that do not decode.
      throw unreadable(e);
    }
  }

  private ParquetFileReader open() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableReferenceData(file, "does not exist");
    }
    try {
      return ParquetFileReader.open(
          new LocalInputFile(file),
          ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    } catch (RuntimeException e) {
      // Parquet's only sign of a file that does not end like Parquet.
      throw unreadable(e);
    }
  }

  private MessageType projection(ParquetFileReader reader) {
    MessageType schema = reader.getFileMetaData().getSchema();
    List<Type> fields = new ArrayList<>();
    for (Row.Column column : columns) {
      if (!schema.containsField(column.name())) {
        throw wrong("has no column " + column.name());
      }
      Type field = schema.getType(column.name());
      String problem = column.problem(field);
      if (problem != null) {
        throw wrong("has a column " + column.name() + " " + problem);
      }
      fields.add(field);
    }
    return new MessageType(schema.getName(), fields);
  }

  private UnreadableReferenceData wrong(String what) {
    List<String> names = columns.stream().map(Row.Column::name).toList();
    return new UnreadableReferenceData(
        file, what + ": the columns needed are " + String.join(", ", names));
  }

  private UnreadableReferenceData unreadable(Exception cause) {
    return new UnreadableReferenceData(
        file, "cannot be read as Parquet: write it again or take it away", cause);
  }
}
