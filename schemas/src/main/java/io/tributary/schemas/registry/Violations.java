package io.tributary.schemas.registry;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts into words what the validator found, from the schema's side. */
final class Violations {
  static final String ROOT = "/properties";

  private static final int MAX_POINTER = 512;
  private static final int MAX_RULE = 200;

  /**
   * Keywords whose parts may fail in good order: what failed inside one of them says little, so the
   * outermost is named.
   */
  private static final Set<String> ALTERNATIVES =
      Set.of("anyOf", "oneOf", "contains", "propertyNames", "not");

  private Violations() {}

  static Violation first(List<Error> errors, JsonNode schema, JsonNode value) {
    if (errors.isEmpty()) {
      return new Violation(ROOT, "schema: not met");
    }
    Error error = outermost(errors);
    String keyword = keyword(error);
    JsonNode says = schema.at(pointerOrRoot(schemaPointer(error, keyword)));
    String rule = keyword + ": " + phrase(keyword, says, value, error.getInstanceLocation());
    return new Violation(
        wellFormed(cut(ROOT + error.getInstanceLocation(), MAX_POINTER)),
        wellFormed(cut(rule, MAX_RULE)));
  }

  private static Error outermost(List<Error> errors) {
    Error first = errors.get(0);
    Error outermost = first;
    for (Error error : errors) {
      if (error.getKeyword() != null
          && ALTERNATIVES.contains(error.getKeyword())
          && first.getEvaluationPath().startsWith(error.getEvaluationPath() + "/")
          && error.getEvaluationPath().length() < outermost.getEvaluationPath().length()) {
        outermost = error;
      }
    }
    return outermost;
  }

  /** A schema {@code false} has no keyword of its own: it is named by the one that holds it. */
  private static String keyword(Error error) {
    if (error.getKeyword() != null) {
      return error.getKeyword();
    }
    String path = error.getEvaluationPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return Set.of(
                "additionalProperties",
                "unevaluatedProperties",
                "additionalItems",
                "unevaluatedItems",
                "items")
            .contains(last)
        ? last
        : "false";
  }

  private static String schemaPointer(Error error, String keyword) {
    String location = error.getSchemaLocation();
    int hash = location.indexOf('#');
    String parent = hash < 0 ? "" : location.substring(hash + 1);
    return error.getKeyword() == null ? parent : parent + "/" + keyword;
  }

  private static JsonPointer pointerOrRoot(String pointer) {
    return pointer.isEmpty() || pointer.startsWith("/")
        ? JsonPointer.compile(pointer)
        : JsonPointer.empty();
  }

  private static String phrase(String keyword, JsonNode says, JsonNode value, String pointer) {
    if (says.isMissingNode()) {
      return "not met"; // said by another document
    }
    return switch (keyword) {
      case "type" -> "expected " + alternatives(says);
      case "required" -> "missing " + missing(says, value.at(pointerOrRoot(pointer)));
      case "enum" -> "expected one of " + says;
      case "const", "pattern", "format" -> "expected " + says;
      case "minimum", "minLength", "minItems", "minProperties" -> "expected at least " + says;
      case "maximum", "maxLength", "maxItems", "maxProperties" -> "expected at most " + says;
      case "exclusiveMinimum" -> "expected more than the minimum of the schema" + suffix(says);
      case "exclusiveMaximum" -> "expected less than the maximum of the schema" + suffix(says);
      case "multipleOf" -> "expected a multiple of " + says;
      case "uniqueItems" -> "expected no item twice";
      case "anyOf" -> "expected a match of one of " + says.size() + " schemas";
      case "oneOf" -> "expected a match of exactly one of " + says.size() + " schemas";
      case "additionalProperties",
          "unevaluatedProperties",
          "additionalItems",
          "unevaluatedItems",
          "items",
          "false" ->
          "expected nothing here";
      default -> "not met";
    };
  }

  private static String suffix(JsonNode says) {
    return says.isNumber() ? ", " + says : "";
  }

  private static String alternatives(JsonNode type) {
    List<String> names = new ArrayList<>();
    if (type.isTextual()) {
      names.add(type.textValue());
    }
    type.forEach(name -> names.add(name.asText()));
    return names.isEmpty() ? "another type" : String.join(" or ", names);
  }

  private static String missing(JsonNode required, JsonNode object) {
    for (JsonNode name : required) {
      if (!object.has(name.asText())) {
        return name.asText();
      }
    }
    return "a required property";
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }

  /** Names in the data may hold half a surrogate pair, which no table and no page takes. */
  private static String wellFormed(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}
