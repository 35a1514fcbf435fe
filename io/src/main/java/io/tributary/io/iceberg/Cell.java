package io.tributary.io.iceberg;

import io.tributary.schemas.event.Event;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** One leaf column of a Parquet file while it is written. */
final class Cell {

  private final ColumnDescriptor column;
  private final int present;
  private ColumnWriter writer;
  private String lastText;
  private Binary lastBinary;

  Cell(ColumnDescriptor column) {
    this.column = column;
    this.present = column.getMaxDefinitionLevel();
  }

  /** A new row group begins. */
  void bind(ColumnWriteStore store) {
    writer = store.getColumnWriter(column);
  }

  /** No value at this place; how deep the place is defined. */
  void empty(int repetition, int definition) {
    writer.writeNull(repetition, definition);
  }

  void empty() {
    writer.writeNull(0, 0);
  }

  /** Rows come client by client: mostly the text is the one before, often the same object. */
  void text(String value, int repetition) {
    if (!value.equals(lastText)) {
      lastText = value;
      lastBinary = Binary.fromConstantByteArray(value.getBytes(StandardCharsets.UTF_8));
    }
    writer.write(lastBinary, repetition, present);
  }

  void text(String value) {
    if (value == null) {
      empty();
    } else {
      text(value, 0);
    }
  }

  /** A text that stands in the event's bytes as it is. */
  void text(Event event, Event.Text text) {
    int start = event.start(text);
    if (start < 0) {
      empty();
    } else {
      // The array is not written to again, so the column may keep pointing at it.
      writer.write(
          Binary.fromConstantByteArray(event.bytes(), start, event.length(text)), 0, present);
    }
  }

  void bytes(byte[] value, int repetition, int definition) {
    if (value == null) {
      empty(repetition, definition);
    } else {
      writer.write(Binary.fromConstantByteArray(value), repetition, present);
    }
  }

  void number(long value, int repetition) {
    writer.write(value, repetition, present);
  }

  void number(long value) {
    number(value, 0);
  }

  void number(Long value) {
    if (value == null) {
      empty();
    } else {
      number(value.longValue(), 0);
    }
  }

  void small(int value) {
    writer.write(value, 0, present);
  }

  /** Milliseconds since the epoch, stored as microseconds. */
  void time(long millis) {
    writer.write(Math.multiplyExact(millis, 1000L), 0, present);
  }

  void real(double value, int repetition) {
    writer.write(value, repetition, present);
  }

  void real(Double value) {
    if (value == null) {
      empty();
    } else {
      real(value, 0);
    }
  }

  void flag(boolean value, int repetition) {
    writer.write(value, repetition, present);
  }

  void flag(Boolean value) {
    if (value == null) {
      empty();
    } else {
      flag(value, 0);
    }
  }
}
