package io.tributary.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Validator;
import io.tributary.schemas.registry.EcmaPattern.CostlyPattern;
import io.tributary.schemas.table.StructType;
import java.net.URI;
import java.util.Optional;

/**
 * One version of one event type's schema, compiled; safe for threads, to be had from a {@link
 * SchemaRegistry}.
 *
 * <p>{@code format} is a remark unless the settings say otherwise. Patterns are ECMA-262, found
 * anywhere in a text.
 */
public final class EventSchema {
  private final String eventType;
  private final SchemaVer version;
  private final Dialect dialect;
  private final JsonNode schema;
  private final StructType properties;
  private final Validator validator;
  private final URI address;

  EventSchema(
      String eventType,
      SchemaVer version,
      Dialect dialect,
      JsonNode schema,
      StructType properties,
      Validator validator,
      URI address) {
    this.eventType = eventType;
    this.version = version;
    this.dialect = dialect;
    this.schema = schema;
    this.properties = properties;
    this.validator = validator;
    this.address = address;
  }

  public String eventType() {
    return eventType;
  }

  public SchemaVer version() {
    return version;
  }

  /** The dialect that it is read in. */
  public Dialect dialect() {
    return dialect;
  }

  /** The columns that this version asks for; empty where it names no properties. */
  public StructType properties() {
    return properties;
  }

  /** The schema as it is written. */
  JsonNode json() {
    return schema;
  }

  /**
   * Checks the properties of an event. The answer depends on the value alone. It never throws: what
   * the validator cannot compute (a pattern that takes too many steps, NaN) is a violation.
   *
   * @param value the event's {@code properties}, at most 64 levels deep
   * @return the first violation; empty where the value is valid
   */
  public Optional<Violation> validate(JsonNode value) {
    try {
      Validator.Result result = validator.validate(address, JsonView.of(value));
      return result.isValid()
          ? Optional.empty()
          : Optional.of(Violations.first(result.getErrors(), schema, value));
    } catch (CostlyPattern e) {
      return undecided("pattern: takes too many steps on this text");
    } catch (StackOverflowError e) {
      return undecided("$ref: refers to itself too often on this value");
    } catch (RuntimeException e) {
      // A value that the validator cannot compute with is bad data, which must become a row.
      return undecided("schema: cannot be evaluated, " + e.getClass().getSimpleName());
    }
  }

  private static Optional<Violation> undecided(String rule) {
    return Optional.of(new Violation(Violations.ROOT, rule));
  }

  @Override
  public String toString() {
    return eventType + " " + version;
  }
}
