package io.tributary.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Dialects;
import java.util.Locale;
import java.util.Optional;

/** The versions of JSON Schema that event schemas may be written in. */
public enum Dialect {
  DRAFT_4("http://json-schema.org/draft-04/schema"),
  DRAFT_6("http://json-schema.org/draft-06/schema"),
  DRAFT_7("http://json-schema.org/draft-07/schema"),
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema"),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema");

  private final String uri;

  Dialect(String uri) {
    this.uri = uri;
  }

  /** The address of its meta-schema, without a fragment. It is a name and never fetched. */
  public String uri() {
    return uri;
  }

  /** As people write it: {@code draft-07}, {@code 2020-12}. */
  @Override
  public String toString() {
    return switch (this) {
      case DRAFT_4 -> "draft-04";
      case DRAFT_6 -> "draft-06";
      case DRAFT_7 -> "draft-07";
      case DRAFT_2019_09 -> "2019-09";
      case DRAFT_2020_12 -> "2020-12";
    };
  }

  /** The dialect of this name, in the form of {@link #toString()}; empty where it names none. */
  public static Optional<Dialect> parse(String name) {
    for (Dialect dialect : values()) {
      if (dialect.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  /**
   * The dialect that a {@code $schema} names, with {@code http} or {@code https}, with or without
   * an empty fragment; empty where it names another meta-schema.
   */
  public static Optional<Dialect> named(String schemaUri) {
    String name = withoutScheme(schemaUri);
    for (Dialect dialect : values()) {
      if (withoutScheme(dialect.uri).equals(name)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  /** The dialect of a schema by its {@code $schema}, else the one that is given. */
  public static Dialect of(JsonNode schema, Dialect otherwise) {
    JsonNode named = schema.get("$schema");
    return named == null || !named.isTextual()
        ? otherwise
        : named(named.textValue()).orElse(otherwise);
  }

  dev.harrel.jsonschema.Dialect rules() {
    return switch (this) {
      case DRAFT_4 -> new Dialects.Draft4Dialect();
      case DRAFT_6 -> new Dialects.Draft6Dialect();
      case DRAFT_7 -> new Dialects.Draft7Dialect();
      case DRAFT_2019_09 -> new Dialects.Draft2019Dialect();
      case DRAFT_2020_12 -> new Dialects.Draft2020Dialect();
    };
  }

  private static String withoutScheme(String uri) {
    int from = uri.startsWith("https://") ? 8 : uri.startsWith("http://") ? 7 : 0;
    return uri.endsWith("#") ? uri.substring(from, uri.length() - 1) : uri.substring(from);
  }
}
