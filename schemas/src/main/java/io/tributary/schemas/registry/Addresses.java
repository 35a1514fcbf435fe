package io.tributary.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the addresses under which the schemas of a set may refer to each other. */
final class Addresses {
  private static final String IGLU = "http://iglucentral.com/schemas/";

  private Addresses() {}

  /** Texts by absolute address without fragment; without the addresses that several claim. */
  static Map<String, String> of(
      Map<String, ? extends Map<SchemaVer, String>> texts, SchemaSettings settings) {
    Map<String, String> found = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    texts.forEach(
        (type, versions) ->
            versions.forEach(
                (version, text) -> {
                  for (String address : addresses(text, settings)) {
                    if (found.putIfAbsent(address, text) != null) {
                      ambiguous.add(address);
                    }
                  }
                }));
    found.keySet().removeAll(ambiguous);
    return found;
  }

  private static Set<String> addresses(String text, SchemaSettings settings) {
    JsonNode schema;
    try {
      schema = SchemaText.parse(text);
    } catch (UncompilableSchema e) {
      return Set.of(); // told when it is compiled
    }
    Set<String> addresses = new HashSet<>();
    boolean legacy = Dialect.of(schema, settings.dialect()) == Dialect.DRAFT_4;
    String id = schema.path(legacy ? "id" : "$id").asText("");
    if (id.contains(":")) {
      addresses.add(id.contains("#") ? id.substring(0, id.indexOf('#')) : id);
    }
    JsonNode self = schema.path("self");
    if (self.path("vendor").isTextual() && self.path("version").isTextual()) {
      addresses.add(
          IGLU
              + self.path("vendor").asText()
              + "/"
              + self.path("name").asText()
              + "/"
              + self.path("format").asText()
              + "/"
              + self.path("version").asText());
    }
    return addresses;
  }
}
