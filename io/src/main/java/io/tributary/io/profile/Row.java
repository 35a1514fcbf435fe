package io.tributary.io.profile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * One row of a Parquet file: texts as UTF-8 bytes, times in milliseconds; filled again and again.
 */
final class Row {

  /**
   * A column that is asked for.
   *
   * @param name its name
   * @param time a UTC timestamp; else text
   * @param nullable whether it may be null
   */
  record Column(String name, boolean time, boolean nullable) {

    static Column text(String name) {
      return new Column(name, false, false);
    }

    static Column time(String name) {
      return new Column(name, true, false);
    }

    Column orNull() {
      return new Column(name, time, true);
    }

    /** What is wrong with the file's type of this column, or null. */
    String problem(Type field) {
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        return "of lists or structs";
      }
      PrimitiveTypeName type = field.asPrimitiveType().getPrimitiveTypeName();
      if (!time) {
        return type == PrimitiveTypeName.BINARY ? null : "that is no text";
      }
      boolean utc =
          type == PrimitiveTypeName.INT64
              && field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation stamp
              && stamp.isAdjustedToUTC();
      return utc ? null : "that is no timestamp in UTC";
    }
  }

  private final Path file;
  private final List<Column> columns;
  private final byte[][] texts;
  private final long[] times;
  private final boolean[] present;
  private final Converter[] converters;

  Row(Path file, List<Column> columns, MessageType schema) {
    this.file = file;
    this.columns = columns;
    this.texts = new byte[columns.size()][];
    this.times = new long[columns.size()];
    this.present = new boolean[columns.size()];
    this.converters = new Converter[columns.size()];
    for (int i = 0; i < converters.length; i++) {
      converters[i] =
          columns.get(i).time() ? new TimeField(i, unit(schema.getType(i))) : new TextField(i);
    }
  }

  private static TimeUnit unit(Type field) {
    LogicalTypeAnnotation stamp = field.getLogicalTypeAnnotation();
    return ((TimestampLogicalTypeAnnotation) stamp).getUnit();
  }

  /** The text of the i-th column asked for, UTF-8, or null. */
  byte[] text(int i) {
    return present[i] ? texts[i] : null;
  }

  /** The time of the i-th column asked for, or this value where it is null. */
  long time(int i, long orElse) {
    return present[i] ? times[i] : orElse;
  }

  static UnreadableReferenceData missing(Path file, Column column) {
    return new UnreadableReferenceData(
        file, "has a row without " + column.name() + ": fill it or leave the row out");
  }

  RecordMaterializer<Row> materializer() {
    return new RecordMaterializer<>() {
      @Override
      public Row getCurrentRecord() {
        return Row.this;
      }

      @Override
      public GroupConverter getRootConverter() {
        return new Root();
      }
    };
  }

  private final class Root extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      Arrays.fill(present, false);
    }

    @Override
    public void end() {
      for (int i = 0; i < present.length; i++) {
        if (!present[i] && !columns.get(i).nullable()) {
          throw missing(file, columns.get(i));
        }
      }
    }
  }

  private final class TextField extends PrimitiveConverter {
    private final int field;

    TextField(int field) {
      this.field = field;
    }

    @Override
    public void addBinary(Binary value) {
      texts[field] = value.getBytes();
      present[field] = true;
    }
  }

  private final class TimeField extends PrimitiveConverter {
    private final int field;
    private final TimeUnit unit;

    TimeField(int field, TimeUnit unit) {
      this.field = field;
      this.unit = unit;
    }

    @Override
    public void addLong(long value) {
      times[field] =
          switch (unit) {
            case MILLIS -> value;
            case MICROS -> Math.floorDiv(value, 1_000);
            case NANOS -> Math.floorDiv(value, 1_000_000);
          };
      present[field] = true;
    }
  }
}
