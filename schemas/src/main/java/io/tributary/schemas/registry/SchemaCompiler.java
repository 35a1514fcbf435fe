package io.tributary.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.tributary.schemas.registry.Keywords.Reference;
import io.tributary.schemas.table.JsonSchemaTypes;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles schemas. References lead into the same document, to another schema of the set by its
 * address, or to the meta-schemas, which come with the validator; nothing is ever fetched.
 */
final class SchemaCompiler {
  private final SchemaSettings settings;
  private final Map<String, String> documents;
  private final Map<Dialect, Validator> metaSchemas = new EnumMap<>(Dialect.class);

  /**
   * @param settings how to read schemas
   * @param documents what references to other documents find: texts by their absolute address
   */
  SchemaCompiler(SchemaSettings settings, Map<String, String> documents) {
    this.settings = settings;
    this.documents = documents;
  }

  /** Compiles and checks a text; throws {@link UncompilableSchema}. */
  EventSchema compileChecked(String eventType, SchemaVer version, String text) {
    JsonNode schema = SchemaText.parse(text);
    if (!schema.isObject()) {
      throw new UncompilableSchema("is not a JSON Schema: it must be a JSON object");
    }
    checkAgainstMetaSchema(schema);
    return compile(eventType, version, schema, true);
  }

  /** Compiles a text that was checked before. */
  EventSchema compile(String eventType, SchemaVer version, String text) {
    return compile(eventType, version, SchemaText.parse(text), false);
  }

  private EventSchema compile(
      String eventType, SchemaVer version, JsonNode schema, boolean checked) {
    Dialect dialect = Dialect.of(schema, settings.dialect());
    ObjectNode named = JsonNodeFactory.instance.objectNode();
    named.setAll((ObjectNode) schema);
    named.put("$schema", dialect.uri());
    Keywords keywords = new Keywords(settings.formats());
    Validator validator =
        new ValidatorFactory()
            .withDisabledSchemaValidation(true)
            .withDefaultDialect(dialect.rules())
            .withJsonNodeFactory(JsonView.FACTORY)
            .withEvaluatorFactory(keywords)
            .withSchemaResolver(this::resolve)
            .createValidator();
    try {
      URI address =
          validator.registerSchema(
              URI.create("schema://registry/" + eventType + "/" + version), JsonView.of(named));
      checkReferences(validator, keywords);
      EventSchema compiled =
          new EventSchema(
              eventType,
              version,
              dialect,
              schema,
              JsonSchemaTypes.structOf(schema),
              validator,
              address);
      if (checked) {
        validator.validate(address, JsonNodeFactory.instance.objectNode());
      }
      return compiled;
    } catch (UncompilableSchema e) {
      throw e;
    } catch (StackOverflowError e) {
      throw new UncompilableSchema("refers to itself without end", e);
    } catch (RuntimeException e) {
      // The validator has no common type for what it finds wrong in a schema.
      throw new UncompilableSchema("does not compile: " + e.getMessage(), e);
    }
  }

  /** In rounds: the documents that references bring in may hold further ones. */
  private static void checkReferences(Validator validator, Keywords keywords) {
    int done = 0;
    while (keywords.references().size() > done) {
      List<Reference> references = keywords.references();
      ObjectNode probes = JsonNodeFactory.instance.objectNode();
      ArrayNode all = probes.putArray("allOf");
      for (Reference reference : references.subList(done, references.size())) {
        all.addObject().put(Keywords.PROBE, reference.absolute());
      }
      URI address = URI.create("schema://probes/" + done);
      done = references.size();
      validator.registerSchema(address, JsonView.of(probes));
      validator.validate(address, JsonNodeFactory.instance.nullNode());
    }
  }

  private SchemaResolver.Result resolve(String address) {
    String text = documents.get(address);
    return text == null ? SchemaResolver.Result.empty() : SchemaResolver.Result.fromString(text);
  }

  private void checkAgainstMetaSchema(JsonNode schema) {
    Dialect dialect = Dialect.of(schema, settings.dialect());
    Validator validator =
        metaSchemas.computeIfAbsent(
            dialect,
            ignored ->
                new ValidatorFactory()
                    .withDisabledSchemaValidation(true)
                    .withJsonNodeFactory(JsonView.FACTORY)
                    .createValidator());
    Validator.Result result = validator.validate(URI.create(dialect.uri()), JsonView.of(schema));
    if (!result.isValid()) {
      throw new UncompilableSchema("is not a schema of " + dialect + ": " + first(result));
    }
  }

  private static String first(Validator.Result result) {
    List<Error> errors = result.getErrors();
    Error error = errors.get(0);
    return "#" + error.getInstanceLocation() + ": " + error.getError();
  }
}
