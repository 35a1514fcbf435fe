package io.tributary.schemas.table;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A schema's text with the addresses inside of it: finds what a reference means. */
final class SchemaDocument {
  private static final URI NOWHERE = URI.create("schema://document/");
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

  private final Located root;
  private final Map<String, Located> addresses = new HashMap<>();

  SchemaDocument(JsonNode schema) {
    this.root = enter(new Located(schema, NOWHERE));
    addresses.put(NOWHERE.toString(), root);
    collect(schema, NOWHERE);
  }

  Located root() {
    return root;
  }

  /** The schema at its own address: one with an id changes what references are relative to. */
  Located enter(Located located) {
    return new Located(located.schema(), base(located.schema(), located.base()));
  }

  /** What a reference in this schema means; empty where it leads out of the document. */
  Optional<Located> find(String reference, Located from) {
    try {
      int hash = reference.indexOf('#');
      String document = hash < 0 ? reference : reference.substring(0, hash);
      String fragment = hash < 0 ? "" : decoded(reference.substring(hash + 1));
      String address =
          document.isEmpty() ? from.base().toString() : from.base().resolve(document).toString();
      Located anchored = addresses.get(fragment.isEmpty() ? address : address + "#" + fragment);
      if (anchored != null || !fragment.startsWith("/")) {
        return Optional.ofNullable(anchored);
      }
      Located start = addresses.get(address);
      return start == null ? Optional.empty() : at(start, fragment);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not a URI
    }
  }

  private Optional<Located> at(Located start, String pointer) {
    JsonPointer rest = JsonPointer.compile(pointer);
    Located here = start;
    while (!rest.matches()) {
      JsonNode next = here.schema().path(rest.getMatchingProperty());
      if (here.schema().isArray() && rest.mayMatchElement()) {
        next = here.schema().path(rest.getMatchingIndex());
      }
      if (next.isMissingNode()) {
        return Optional.empty();
      }
      here = enter(new Located(next, here.base()));
      rest = rest.tail();
    }
    return Optional.of(here);
  }

  private void collect(JsonNode node, URI outer) {
    URI base = base(node, outer);
    if (node.isObject()) {
      if (!base.equals(outer)) {
        addresses.putIfAbsent(withoutFragment(base.toString()), new Located(node, base));
      }
      anchor(node, "$anchor", "", base);
      anchor(node, "$dynamicAnchor", "", base);
      anchor(node, "$id", "#", base);
      anchor(node, "id", "#", base);
    }
    if (node.isContainerNode()) {
      node.properties()
          .forEach(
              member -> {
                if (!DATA.contains(member.getKey())) {
                  collect(member.getValue(), base);
                }
              });
      if (node.isArray()) {
        node.forEach(element -> collect(element, base));
      }
    }
  }

  private void anchor(JsonNode node, String keyword, String prefix, URI base) {
    String name = node.path(keyword).asText("");
    if (!name.isEmpty() && name.startsWith(prefix)) {
      addresses.putIfAbsent(base + "#" + name.substring(prefix.length()), new Located(node, base));
    }
  }

  private static URI base(JsonNode node, URI outer) {
    JsonNode id = node.path("$id").isTextual() ? node.path("$id") : node.path("id");
    if (!id.isTextual() || id.textValue().startsWith("#")) {
      return outer;
    }
    try {
      return outer.resolve(withoutFragment(id.textValue()));
    } catch (IllegalArgumentException e) {
      return outer; // a property called id, in a place that is no schema
    }
  }

  private static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  private static String decoded(String fragment) {
    return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
