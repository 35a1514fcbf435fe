package io.tributary.io.parquet;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Reads the raw records of one row group, column by column, without assembling anything else. */
final class RowGroupReader implements Closeable {

  private static final long OLDEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long NEWEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final Closeable onClose;
  private final RawColumns columns;
  private final long rows;
  private final ColumnReader topic;
  private final ColumnReader partition;
  private final ColumnReader offset;
  private final ColumnReader receivedAt;
  private final ColumnReader key;
  private final ColumnReader payload;
  private final ColumnReader headerName;
  private final ColumnReader headerValue;
  private final boolean longPartition;
  private final boolean longOffset;
  private Binary lastName;
  private String lastTopic;
  private long read;

  private RowGroupReader(RawFile file, PageReadStore pages, boolean whole, Closeable onClose) {
    this.onClose = onClose;
    this.columns = file.columns();
    this.rows = pages.getRowCount();
    MessageType schema = whole ? columns.projection() : columns.coordinates();
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            pages, new Ignore(schema), schema, file.reader().getFileMetaData().getCreatedBy());
    topic = column(store, schema, RawColumns.TOPIC);
    partition = column(store, schema, RawColumns.PARTITION);
    offset = column(store, schema, RawColumns.OFFSET);
    receivedAt = column(store, schema, RawColumns.RECEIVED_AT);
    longPartition = isLong(schema, RawColumns.PARTITION);
    longOffset = isLong(schema, RawColumns.OFFSET);
    key = whole ? column(store, schema, RawColumns.KEY) : null;
    payload = whole ? column(store, schema, RawColumns.PAYLOAD) : null;
    String[] headers = whole ? columns.headers() : null;
    headerName = headers == null ? null : column(store, schema, headers[0], headers[1], headers[2]);
    headerValue =
        headers == null ? null : column(store, schema, headers[0], headers[1], headers[3]);
  }

  /** Opens a row group with all its columns. The reader closes the file. */
  static RowGroupReader open(RowGroup group) throws IOException {
    RawFile file = RawFile.open(Path.of(group.file()));
    RowGroupReader reader = null;
    try {
      reader = open(file, group.index(), true, file);
      return reader;
    } finally {
      if (reader == null) {
        file.close();
      }
    }
  }

  /** Opens a row group of an open file with all its columns. The file stays open. */
  static RowGroupReader open(RawFile file, int index) throws IOException {
    return open(file, index, true, () -> {});
  }

  /** Opens a row group of an open file for {@link #nextCoordinate} alone. The file stays open. */
  static RowGroupReader openCoordinates(RawFile file, int index) throws IOException {
    return open(file, index, false, () -> {});
  }

  private static RowGroupReader open(RawFile file, int index, boolean whole, Closeable onClose)
      throws IOException {
    RawColumns columns = file.columns();
    file.reader().setRequestedSchema(whole ? columns.projection() : columns.coordinates());
    return new RowGroupReader(file, file.reader().readRowGroup(index), whole, onClose);
  }

  private static ColumnReader column(
      ColumnReadStoreImpl store, MessageType schema, String... path) {
    return store.getColumnReader(schema.getColumnDescription(path));
  }

  private static boolean isLong(MessageType schema, String name) {
    return schema.getType(name).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
  }

  boolean hasNext() {
    return read < rows;
  }

  /** The next record. */
  RawRecord next() {
    Coordinate coordinate = nextCoordinate();
    long received = lastReceivedAt;
    byte[] keyBytes = bytes(key);
    List<Header> headers = headerName == null ? List.of() : headers();
    return new RawRecord(coordinate, received, keyBytes, headers, bytes(payload));
  }

  private long lastReceivedAt;

  /** Where the next record stands; after it {@link #receivedAt} says when it came. */
  Coordinate nextCoordinate() {
    read++;
    present(topic, RawColumns.TOPIC);
    Binary name = topic.getBinary();
    if (!name.equals(lastName)) { // nearly never: a file has one topic
      lastName = name.copy();
      lastTopic = name.toStringUsingUTF8();
    }
    topic.consume();
    int inPartition = partition(number(partition, longPartition, RawColumns.PARTITION));
    long atOffset = number(offset, longOffset, RawColumns.OFFSET);
    lastReceivedAt =
        Math.floorDiv(number(receivedAt, true, RawColumns.RECEIVED_AT), columns.millisDivisor());
    if (lastReceivedAt < OLDEST || lastReceivedAt > NEWEST) {
      throw new InvalidRawStore(
          "A raw record's received_at is outside the years 1 to 9999; is its unit what the column"
              + " says?");
    }
    return new Coordinate(lastTopic, inPartition, atOffset);
  }

  /** When the last record came, milliseconds since the epoch. */
  long receivedAt() {
    return lastReceivedAt;
  }

  private static int partition(long number) {
    if (number != (int) number) {
      throw new InvalidRawStore(
          "A raw record has partition " + number + "; Kafka counts partitions in 32 bits");
    }
    return (int) number;
  }

  private static long number(ColumnReader column, boolean wide, String name) {
    present(column, name);
    long value = wide ? column.getLong() : column.getInteger();
    column.consume();
    return value;
  }

  private static void present(ColumnReader column, String name) {
    if (column.getCurrentDefinitionLevel() < column.getDescriptor().getMaxDefinitionLevel()) {
      throw new InvalidRawStore(
          "A raw record has no "
              + name
              + "; every record needs topic, partition, offset and"
              + " received_at");
    }
  }

  private static byte[] bytes(ColumnReader column) {
    boolean present =
        column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel();
    byte[] value = present ? column.getBinary().getBytes() : null;
    column.consume();
    return value;
  }

  private List<Header> headers() {
    boolean any =
        headerName.getCurrentDefinitionLevel()
            == headerName.getDescriptor().getMaxDefinitionLevel();
    if (!any) {
      headerName.consume();
      headerValue.consume();
      return List.of();
    }
    List<Header> headers = new ArrayList<>(2);
    do {
      String name = headerName.getBinary().toStringUsingUTF8();
      headerName.consume();
      headers.add(new Header(name, bytes(headerValue)));
    } while (headerName.getCurrentRepetitionLevel() > 0);
    return headers;
  }

  @Override
  public void close() throws IOException {
    onClose.close();
  }

  /** The store of column readers wants converters, which are never called when columns are read. */
  private static final class Ignore extends GroupConverter {
    private final List<Converter> converters = new ArrayList<>();

    Ignore(GroupType group) {
      for (Type field : group.getFields()) {
        converters.add(
            field.isPrimitive() ? new PrimitiveConverter() {} : new Ignore(field.asGroupType()));
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters.get(field);
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
