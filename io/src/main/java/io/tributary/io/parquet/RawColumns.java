package io.tributary.io.parquet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The raw store's columns in one Parquet file: {@code topic, partition, offset, received_at, key,
 * payload} and, where the file has them, {@code headers} as a map of name to value.
 *
 * @param projection the columns that are read
 * @param millisDivisor what turns {@code received_at} into milliseconds
 * @param headers path of the headers' repeated group, or null
 */
record RawColumns(MessageType projection, long millisDivisor, String[] headers) {

  static final String TOPIC = "topic";
  static final String PARTITION = "partition";
  static final String OFFSET = "offset";
  static final String RECEIVED_AT = "received_at";
  static final String KEY = "key";
  static final String HEADERS = "headers";
  static final String PAYLOAD = "payload";

  private static final List<String> REQUIRED =
      List.of(TOPIC, PARTITION, OFFSET, RECEIVED_AT, KEY, PAYLOAD);

  /**
   * Finds the columns.
   *
   * @throws InvalidRawStore if one is missing or has a type that cannot be read
   */
  static RawColumns of(Path file, MessageType schema) {
    List<Type> fields = new ArrayList<>();
    for (String name : REQUIRED) {
      if (!schema.containsField(name)) {
        throw new InvalidRawStore(
            file
                + " has no column "
                + name
                + "; a raw store has topic, partition, offset, received_at, key, payload and,"
                + " optionally, headers");
      }
      fields.add(schema.getType(name));
    }
    check(file, schema, TOPIC, PrimitiveTypeName.BINARY);
    check(file, schema, PARTITION, PrimitiveTypeName.INT32, PrimitiveTypeName.INT64);
    check(file, schema, OFFSET, PrimitiveTypeName.INT64, PrimitiveTypeName.INT32);
    check(file, schema, KEY, PrimitiveTypeName.BINARY);
    check(file, schema, PAYLOAD, PrimitiveTypeName.BINARY);
    check(file, schema, RECEIVED_AT, PrimitiveTypeName.INT64);
    String[] headers = null;
    if (schema.containsField(HEADERS)) {
      headers = headersOf(file, schema);
      fields.add(schema.getType(HEADERS));
    }
    return new RawColumns(
        new MessageType(schema.getName(), fields), divisor(file, schema), headers);
  }

  /** The columns that tell where a record stands and when it came, in their file's order. */
  MessageType coordinates() {
    return new MessageType(
        projection.getName(),
        projection.getType(TOPIC),
        projection.getType(PARTITION),
        projection.getType(OFFSET),
        projection.getType(RECEIVED_AT));
  }

  private static void check(
      Path file, MessageType schema, String name, PrimitiveTypeName... accepted) {
    Type type = schema.getType(name);
    if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
      for (PrimitiveTypeName one : accepted) {
        if (type.asPrimitiveType().getPrimitiveTypeName() == one) {
          return;
        }
      }
    }
    throw new InvalidRawStore(
        file
            + ": column "
            + name
            + " is "
            + (type.isPrimitive() ? type.asPrimitiveType().getPrimitiveTypeName() : "a group")
            + ", expected "
            + accepted[0]);
  }

  private static long divisor(Path file, MessageType schema) {
    PrimitiveType type = schema.getType(RECEIVED_AT).asPrimitiveType();
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return switch (timestamp.getUnit()) {
        case MILLIS -> 1L;
        case MICROS -> 1_000L;
        case NANOS -> 1_000_000L;
      };
    }
    throw new InvalidRawStore(
        file + ": column received_at is a bare INT64, expected a TIMESTAMP; cast it when writing");
  }

  private static String[] headersOf(Path file, MessageType schema) {
    Type type = schema.getType(HEADERS);
    if (!type.isPrimitive()) {
      GroupType map = type.asGroupType();
      if (map.getFieldCount() == 1
          && map.getType(0).isRepetition(Type.Repetition.REPEATED)
          && !map.getType(0).isPrimitive()) {
        GroupType pair = map.getType(0).asGroupType();
        if (pair.getFieldCount() == 2 && isBinary(pair.getType(0)) && isBinary(pair.getType(1))) {
          return new String[] {HEADERS, pair.getName(), pair.getFieldName(0), pair.getFieldName(1)};
        }
      }
    }
    throw new InvalidRawStore(
        file + ": column headers is no map of text to text or bytes; leave it out or write a map");
  }

  private static boolean isBinary(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }
}
