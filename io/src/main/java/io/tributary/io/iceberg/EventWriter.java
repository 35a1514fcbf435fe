package io.tributary.io.iceberg;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.table.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Events; beside the flat columns the structs of their context and properties. */
final class EventWriter extends RowWriter<EnrichedEvent> {

  private static final int NO_LIMIT = 1 << 24; // validation has limited size and depth
  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(NO_LIMIT)
                          .maxNameLength(NO_LIMIT)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build()
          .readerFor(ObjectNode.class);
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final SchemaRegistry registry;
  private final Types.NestedField properties;
  private final Part context;
  private final Map<String, Part> propertiesByVersion = new HashMap<>();
  private final Cell contextOther;
  private final Cell propertiesOther;

  /** A struct as one schema version sees it; no column where the table has no such struct. */
  private record Part(JsonColumn.Struct column, StructType type) {

    static Part of(Types.NestedField field, StructType type, Map<Integer, Cell> cells) {
      return new Part(
          field == null ? null : (JsonColumn.Struct) JsonColumn.of(field, type, cells, 0, 0),
          field == null ? StructType.of() : JsonNodes.held(type, field.type().asStructType()));
    }

    void write(ObjectNode value, Cell other) {
      if (column != null) {
        if (value == null) {
          column.empty(0, 0);
        } else {
          column.write(value, 0);
        }
      }
      ObjectNode rest = value == null ? null : JsonNodes.leftOver(value, type);
      other.text(rest == null ? null : rest.toString());
    }
  }

  EventWriter(Schema schema, SchemaRegistry registry, long maxOutOfOrder) {
    super(schema, EventColumns.flat(maxOutOfOrder));
    withoutDictionary().addAll(List.of("context.page.url", "context.page.title"));
    this.registry = registry;
    this.properties = schema.findField(EventColumns.PROPERTIES);
    this.context =
        Part.of(schema.findField(EventColumns.CONTEXT), EventColumns.CONTEXT_TYPE, cells());
    this.contextOther = cells().get(schema.findField(EventColumns.CONTEXT_OTHER).fieldId());
    this.propertiesOther = cells().get(schema.findField(EventColumns.PROPERTIES_OTHER).fieldId());
  }

  @Override
  void write(EnrichedEvent row) {
    super.write(row);
    Event event = row.event();
    context.write(event.has(Text.CONTEXT) ? parse(event, Text.CONTEXT) : null, contextOther);
    ofVersion(event)
        .write(
            event.has(Text.PROPERTIES) ? parse(event, Text.PROPERTIES) : NOTHING, propertiesOther);
  }

  private Part ofVersion(Event event) {
    return propertiesByVersion.computeIfAbsent(
        event.text(Text.SCHEMA_VERSION),
        version ->
            Part.of(
                properties,
                registry
                    .find(event.eventType(), SchemaVer.parse(version).orElseThrow())
                    .orElseThrow()
                    .properties(),
                cells()));
  }

  private static ObjectNode parse(Event event, Text text) {
    try {
      JsonNode value = JSON.readValue(event.bytes(), event.start(text), event.length(text));
      return (ObjectNode) value;
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that validation has read cannot be read again", e);
    }
  }
}
