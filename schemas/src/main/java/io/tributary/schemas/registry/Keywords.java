package io.tributary.schemas.registry;

import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.SchemaParsingContext;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords that this project evaluates itself, in front of the validator's own: patterns
 * (ECMA-262 and bounded), unique items (in linear time), formats (by setting); remarks such as
 * titles are dropped instead of collected. One instance serves one schema: it also notes the
 * references that it meets, so that they can be checked.
 */
final class Keywords implements EvaluatorFactory {
  static final String PROBE = "x-tributary-probe";

  private static final Evaluator NOTHING = (context, node) -> Evaluator.Result.success();
  private static final Set<String> REMARKS =
      Set.of("title", "description", "$comment", "default", "examples");

  /** Formats for which the validator needs no library that is not there. */
  private static final Set<String> ASSERTED =
      Set.of(
          "date",
          "date-time",
          "time",
          "duration",
          "uri",
          "uri-reference",
          "iri",
          "iri-reference",
          "uri-template",
          "uuid",
          "hostname",
          "json-pointer",
          "relative-json-pointer");

  private static final Set<String> MAPS_OF_SCHEMAS =
      Set.of(
          "properties",
          "patternProperties",
          "definitions",
          "$defs",
          "dependentSchemas",
          "dependencies");
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples", "example");

  private final Formats formats;
  private final FormatEvaluatorFactory formatRules = new FormatEvaluatorFactory();
  private final Set<Reference> references = new LinkedHashSet<>();

  /** A reference as it is written, and what it means against its base. */
  record Reference(String written, String absolute) {}

  Keywords(Formats formats) {
    this.formats = formats;
  }

  /** The references met so far, in their order. */
  List<Reference> references() {
    return List.copyOf(references);
  }

  @Override
  public Optional<Evaluator> create(SchemaParsingContext context, String name, JsonNode value) {
    if (REMARKS.contains(name)) {
      return Optional.of(NOTHING);
    }
    return switch (name) {
      case "pattern" ->
          value.isString() && isSchema(value.getJsonPointer())
              ? Optional.of(pattern(EcmaPattern.compile(value.asString())))
              : Optional.empty();
      case "patternProperties" ->
          value.isObject() && isSchema(value.getJsonPointer())
              ? Optional.of(patternProperties(context, value))
              : Optional.empty();
      case "uniqueItems" ->
          value.isBoolean() ? Optional.of(uniqueItems(value.asBoolean())) : Optional.empty();
      case "format" -> Optional.of(format(context, value));
      case "$ref", "$dynamicRef" -> {
        if (!value.isString() || !isSchema(value.getJsonPointer())) {
          yield Optional.empty();
        }
        Reference reference = reference(context, value.asString());
        references.add(reference);
        // The validator takes a plus sign in a reference for a space.
        yield reference.written().contains("+")
            ? Optional.of(follow(reference.absolute()))
            : Optional.empty();
      }
      case PROBE -> Optional.of(probe(value.asString()));
      default -> Optional.empty();
    };
  }

  private static Reference reference(SchemaParsingContext context, String written) {
    int hash = written.indexOf('#');
    String document = hash < 0 ? written : written.substring(0, hash);
    String fragment = hash < 0 ? "" : written.substring(hash).replace("+", "%2B");
    String base =
        document.isEmpty()
            ? context.getParentUri().toString()
            : context.getParentUri().resolve(document).toString();
    return new Reference(written, base + URLDecoder.decode(fragment, StandardCharsets.UTF_8));
  }

  /** Whether a keyword at this pointer belongs to a schema and not to a value inside one. */
  private static boolean isSchema(String pointer) {
    String[] names = pointer.split("/", -1);
    for (int i = 1; i < names.length; i++) {
      if (DATA.contains(names[i])) {
        return false;
      }
      if (MAPS_OF_SCHEMAS.contains(names[i])) {
        i++;
      }
    }
    return true;
  }

  private Evaluator format(SchemaParsingContext context, JsonNode value) {
    boolean asserted =
        formats == Formats.ASSERTED && value.isString() && ASSERTED.contains(value.asString());
    return asserted ? formatRules.create(context, "format", value).orElse(NOTHING) : NOTHING;
  }

  private static Evaluator pattern(EcmaPattern pattern) {
    return (context, node) ->
        !node.isString() || pattern.isFoundIn(node.asString())
            ? Evaluator.Result.success()
            : Evaluator.Result.failure("pattern");
  }

  private static Evaluator uniqueItems(boolean unique) {
    return (context, node) ->
        !unique || !node.isArray() || new HashSet<>(node.asArray()).size() == node.asArray().size()
            ? Evaluator.Result.success()
            : Evaluator.Result.failure("uniqueItems");
  }

  private static Evaluator patternProperties(SchemaParsingContext context, JsonNode value) {
    List<NamedSchema> schemas = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : value.asObject().entrySet()) {
      schemas.add(
          new NamedSchema(
              EcmaPattern.compile(entry.getKey()), context.getAbsoluteUri(entry.getValue())));
    }
    return (evaluation, node) -> {
      if (!node.isObject()) {
        return Evaluator.Result.success();
      }
      boolean valid = true;
      Set<String> evaluated = new HashSet<>();
      for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
        for (NamedSchema schema : schemas) {
          if (schema.names.isFoundIn(member.getKey())) {
            evaluated.add(member.getKey());
            valid &= evaluation.resolveInternalRefAndValidate(schema.address, member.getValue());
          }
        }
      }
      // The names are what additionalProperties and unevaluatedProperties ask for.
      return valid ? Evaluator.Result.success(evaluated) : Evaluator.Result.failure();
    };
  }

  private record NamedSchema(EcmaPattern names, String address) {}

  private static Evaluator follow(String address) {
    return (context, node) ->
        context.resolveRefAndValidate(address, node)
            ? Evaluator.Result.success()
            : Evaluator.Result.failure();
  }

  /** Fails where the address leads nowhere; {@code $ref} itself would make all events invalid. */
  private Evaluator probe(String address) {
    return (context, node) -> {
      try {
        context.resolveRefAndValidate(address, node);
      } catch (SchemaNotFoundException e) {
        throw new UncompilableSchema(
            "refers to "
                + written(address)
                + ", which is neither in this document nor the address of one schema of the"
                + " registry; nothing is fetched",
            e);
      }
      return Evaluator.Result.success();
    };
  }

  private String written(String absolute) {
    return references.stream()
        .filter(reference -> reference.absolute().equals(absolute))
        .map(Reference::written)
        .findFirst()
        .orElse(absolute);
  }
}
