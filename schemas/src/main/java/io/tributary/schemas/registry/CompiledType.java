package io.tributary.schemas.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The schemas of one event type, each compiled at its first use. Safe for threads. */
final class CompiledType {
  private final Map<SchemaVer, Entry> entries = new HashMap<>();
  private final Entry newest;

  CompiledType(String eventType, SortedMap<SchemaVer, String> texts, SchemaCompiler compiler) {
    texts.forEach(
        (version, text) -> entries.put(version, new Entry(eventType, version, text, compiler)));
    this.newest = entries.get(texts.lastKey());
  }

  private CompiledType(SortedMap<SchemaVer, EventSchema> schemas) {
    schemas.forEach((version, schema) -> entries.put(version, new Entry(schema)));
    this.newest = entries.get(schemas.lastKey());
  }

  static Map<String, CompiledType> all(
      Map<String, ? extends SortedMap<SchemaVer, EventSchema>> schemas) {
    Map<String, CompiledType> types = new HashMap<>();
    schemas.forEach((type, versions) -> types.put(type, new CompiledType(versions)));
    return types;
  }

  Optional<EventSchema> find(SchemaVer version) {
    Entry entry = entries.get(version);
    return entry == null ? Optional.empty() : entry.schema();
  }

  Optional<EventSchema> newest() {
    return newest.schema();
  }

  private static final class Entry {
    private final String eventType;
    private final SchemaVer version;
    private final String text;
    private final SchemaCompiler compiler;
    private volatile Optional<EventSchema> compiled;

    Entry(String eventType, SchemaVer version, String text, SchemaCompiler compiler) {
      this.eventType = eventType;
      this.version = version;
      this.text = text;
      this.compiler = compiler;
    }

    Entry(EventSchema schema) {
      this(schema.eventType(), schema.version(), null, null);
      this.compiled = Optional.of(schema);
    }

    Optional<EventSchema> schema() {
      Optional<EventSchema> ready = compiled;
      if (ready == null) {
        synchronized (this) {
          ready = compiled;
          if (ready == null) {
            ready = Optional.of(compiler.compile(eventType, version, text));
            compiled = ready;
          }
        }
      }
      return ready;
    }
  }
}
