package io.tributary.schemas.registry;

import java.io.Serializable;
import java.util.Objects;

/**
 * How schemas are read. Both settings change which events are valid.
 *
 * @param dialect the dialect of a schema whose {@code $schema} is absent or unknown
 * @param formats whether a format that a schema names can make an event invalid
 */
public record SchemaSettings(Dialect dialect, Formats formats) implements Serializable {

  /** What the keyword for formats does. */
  public enum Formats {
    /** Nothing: it is a remark, as JSON Schema has it by default. */
    ANNOTATED,
    /**
     * A string must have the named format: date, date-time, time, duration, uri, uri-reference,
     * iri, iri-reference, uri-template, uuid, hostname, json-pointer, relative-json-pointer. Other
     * names stay remarks.
     */
    ASSERTED
  }

  public SchemaSettings {
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(formats, "formats");
  }

  /** JSON Schema 2020-12 where a schema does not say, and formats as remarks. */
  public static SchemaSettings defaults() {
    return new SchemaSettings(Dialect.DRAFT_2020_12, Formats.ANNOTATED);
  }

  public SchemaSettings withDialect(Dialect other) {
    return new SchemaSettings(other, formats);
  }

  public SchemaSettings withFormats(Formats other) {
    return new SchemaSettings(dialect, other);
  }
}
