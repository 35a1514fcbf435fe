package io.tributary.runners.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;

/**
 * The values of DuckDB's driver as text and as JSON. Times are ISO 8601, those with a zone in UTC;
 * binary is its text where it is printable UTF-8, else hexadecimal after {@code 0x}.
 */
final class Values {

  static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private Values() {}

  /** The value as text, nested values as JSON; null stays null. */
  static String text(Object value) throws SQLException {
    if (isNested(value)) {
      StringWriter out = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(out)) {
        write(json, value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toString();
    }
    return value == null ? null : scalar(value);
  }

  private static boolean isNested(Object value) {
    return value instanceof DuckDBStruct || value instanceof Array || value instanceof Map;
  }

  private static String scalar(Object value) throws SQLException {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    if (value instanceof Timestamp time) {
      String text = time.toLocalDateTime().toString();
      return text.length() == "0000-00-00T00:00".length() ? text + ":00" : text;
    }
    if (value instanceof Blob blob) {
      return text(blob.getBytes(1, Math.toIntExact(blob.length())));
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value.toString();
  }

  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().allMatch(Values::isPrintable)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // not text
    }
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static boolean isPrintable(int c) {
    return c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c);
  }

  /** Writes the value as JSON: numbers as numbers, structs and maps as objects, lists as arrays. */
  static void write(JsonGenerator json, Object value) throws IOException, SQLException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof DuckDBStruct struct) {
      writeObject(json, struct.getMap());
    } else if (value instanceof Map<?, ?> map) {
      writeObject(json, map);
    } else if (value instanceof Array list) {
      json.writeStartArray();
      for (Object element : (Object[]) list.getArray()) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof JsonNode node) {
      json.writeRawValue(node.toString());
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Number number) {
      writeNumber(json, number);
    } else {
      json.writeString(scalar(value));
    }
  }

  private static void writeObject(JsonGenerator json, Map<?, ?> fields)
      throws IOException, SQLException {
    json.writeStartObject();
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      json.writeFieldName(text(field.getKey()));
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void writeNumber(JsonGenerator json, Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (number instanceof Double real) {
      json.writeNumber(real);
    } else if (number instanceof Float real) {
      json.writeNumber(real);
    } else {
      json.writeNumber(number.longValue());
    }
  }
}
