package io.tributary.transforms.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.transforms.validate.JsonLimits.MalformedJson;
import io.tributary.transforms.validate.ValueHash.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads a payload once, strictly: envelope fields as slices of its bytes, {@code properties} as a
 * tree for the schema, the rest only checked, and the fingerprint over all. One per thread.
 */
final class PayloadReader {

  /** Deepest nesting, the root counted as 1. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER_LENGTH = 1000;
  private static final int NO_LIMIT = 1 << 24; // the payload's size is limited before

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final ValueHash hash = new ValueHash();
  private final NameHashes names = new NameHashes();
  private JsonFactory json = newFactory();
  private boolean longNames;
  private boolean strangeNames;
  private byte[] payload;
  private JsonParser parser;
  private boolean escapes;

  private static JsonFactory newFactory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW) // throws on hostile names
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(NO_LIMIT)
                .maxNameLength(NO_LIMIT)
                .build())
        .build();
  }

  /**
   * Reads one payload.
   *
   * @return its envelope, or null where the JSON value is no object
   */
  Envelope read(byte[] bytes) throws MalformedJson {
    checkStart(bytes);
    payload = bytes;
    strangeNames = bytes.length > NameHashes.LONGEST; // until the whole payload was read
    escapes = Utf8.hasBackslash(bytes);
    try (JsonParser opened = json.createParser(bytes)) {
      parser = opened;
      Envelope envelope = null;
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        envelope = readEnvelope();
      } else if (parser.currentToken() == null) {
        throw new MalformedJson("empty");
      } else {
        readValue(false);
      }
      if (parser.nextToken() != null) {
        throw new MalformedJson("something stands behind the JSON value");
      }
      strangeNames = longNames;
      return envelope;
    } catch (StreamConstraintsException e) {
      throw new MalformedJson(
          parser.getParsingContext().getNestingDepth() >= MAX_DEPTH
              ? "deeper than " + MAX_DEPTH + " levels"
              : "a number of more than " + MAX_NUMBER_LENGTH + " characters");
    } catch (JsonProcessingException e) {
      boolean duplicate =
          e.getOriginalMessage() != null && e.getOriginalMessage().startsWith("Duplicate");
      throw new MalformedJson(
          (duplicate ? "duplicate key" : "not JSON")
              + " at byte "
              + parser.currentLocation().getByteOffset());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory does not fail", e);
    } finally {
      parser = null;
      payload = null;
      longNames = false;
      if (strangeNames) { // a factory remembers the names of all its parsers, however long they are
        json = newFactory();
      }
    }
  }

  /** Jackson would take a byte order mark, UTF-16 and UTF-32 for granted. */
  private static void checkStart(byte[] bytes) throws MalformedJson {
    if (bytes.length > 0 && (bytes[0] & 0xff) == 0xef) {
      throw new MalformedJson("starts with a byte order mark");
    }
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw new MalformedJson("not JSON at byte " + i);
      }
    }
  }

  private Envelope readEnvelope() throws IOException, MalformedJson {
    Envelope envelope = new Envelope(payload);
    long sumHigh = 0;
    long sumLow = 0;
    int members = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      checkName(name);
      parser.nextToken();
      Envelope.Field field = Envelope.Field.named(name);
      if (field == null) {
        readValue(false);
      } else {
        readField(envelope, field);
      }
      if (field != Envelope.Field.SENT_AT) {
        names.pair(name, hash);
        sumHigh += hash.high;
        sumLow += hash.low;
        members++;
      }
    }
    hash.ofPair(Kind.OBJECT, sumHigh, sumLow, members, 0);
    envelope.fingerprint = new Fingerprint(hash.high, hash.low);
    return envelope;
  }

  private void readField(Envelope envelope, Envelope.Field field)
      throws IOException, MalformedJson {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      hash.of(Kind.NULL);
    } else if (field.isObject()) {
      int start = offset();
      JsonNode value = readValue(field == Envelope.Field.PROPERTIES);
      if (token == JsonToken.START_OBJECT) {
        envelope.setSlice(field, start, (int) parser.currentLocation().getByteOffset() - start);
        if (field == Envelope.Field.PROPERTIES) {
          envelope.properties = (ObjectNode) value;
        }
      } else {
        envelope.setWrongType(field);
      }
    } else if (token != JsonToken.VALUE_STRING) {
      readValue(false);
      envelope.setWrongType(field);
    } else {
      int start = offset() + 1;
      readValue(false);
      int end = start;
      while (payload[end] != '"' && payload[end] != '\\') {
        end++;
      }
      if (payload[end] == '"') {
        envelope.setSlice(field, start, end - start);
      } else {
        envelope.append(field, parser.getText());
      }
    }
  }

  private int offset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Reads the current value, leaves its hash, and gives it as a tree where one is wanted. */
  private JsonNode readValue(boolean wanted) throws IOException, MalformedJson {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return readObject(wanted);
      case START_ARRAY:
        return readArray(wanted);
      case VALUE_STRING:
        char[] text = parser.getTextCharacters();
        if (escapes) {
          JsonLimits.checkSurrogates(text, parser.getTextOffset(), parser.getTextLength());
        }
        hash.ofText(Kind.STRING, text, parser.getTextOffset(), parser.getTextLength());
        return wanted ? NODES.textNode(parser.getText()) : null;
      case VALUE_NUMBER_INT:
        hashNumber();
        return wanted ? integer() : null;
      case VALUE_NUMBER_FLOAT:
        hashNumber();
        JsonLimits.checkExponent(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return wanted ? NODES.numberNode(parser.getDecimalValue()) : null;
      case VALUE_TRUE:
        hash.of(Kind.TRUE);
        return wanted ? NODES.booleanNode(true) : null;
      case VALUE_FALSE:
        hash.of(Kind.FALSE);
        return wanted ? NODES.booleanNode(false) : null;
      case VALUE_NULL:
        hash.of(Kind.NULL);
        return wanted ? NODES.nullNode() : null;
      default:
        throw new IllegalStateException("No value starts with " + parser.currentToken());
    }
  }

  private JsonNode readObject(boolean wanted) throws IOException, MalformedJson {
    ObjectNode node = wanted ? NODES.objectNode() : null;
    long sumHigh = 0;
    long sumLow = 0;
    int members = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      checkName(name);
      parser.nextToken();
      JsonNode value = readValue(wanted);
      if (wanted) {
        node.set(name, value);
      }
      names.pair(name, hash);
      sumHigh += hash.high;
      sumLow += hash.low;
      members++;
    }
    hash.ofPair(Kind.OBJECT, sumHigh, sumLow, members, 0);
    return node;
  }

  private JsonNode readArray(boolean wanted) throws IOException, MalformedJson {
    ArrayNode node = wanted ? NODES.arrayNode() : null;
    long high = 0;
    long low = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode value = readValue(wanted);
      if (wanted) {
        node.add(value);
      }
      hash.ofPair(Kind.ARRAY, high, low, hash.high, hash.low);
      high = hash.high;
      low = hash.low;
    }
    hash.ofPair(Kind.ARRAY, high, low, 0, 0);
    return node;
  }

  private void hashNumber() throws IOException {
    hash.ofText(
        Kind.NUMBER, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private void checkName(String name) throws MalformedJson {
    longNames |= name.length() > NameHashes.LONGEST;
    if (escapes) {
      JsonLimits.checkSurrogates(name.toCharArray(), 0, name.length());
    }
  }
}
