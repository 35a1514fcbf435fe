package io.tributary.schemas.registry;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A registry in memory: the texts of schemas. It travels as texts and compiles each schema at its
 * first use after that.
 *
 * <p>A schema may refer to another one of the set by the address that its {@code $id} (draft-04:
 * {@code id}) gives it, or by {@code http://iglucentral.com/schemas/VENDOR/NAME/jsonschema/VERSION}
 * where it has Iglu's {@code self}; an address that several schemas claim finds none of them.
 */
public final class SchemaSet implements SchemaRegistry {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, TreeMap<SchemaVer, String>> texts;
  private final SchemaSettings settings;
  private transient volatile Map<String, CompiledType> compiled;

  private SchemaSet(Map<String, TreeMap<SchemaVer, String>> texts, SchemaSettings settings) {
    this.texts = new TreeMap<>(texts);
    this.settings = settings;
  }

  /** The set of these texts with JSON Schema's defaults; see {@link #of(Map, SchemaSettings)}. */
  public static SchemaSet of(Map<String, Map<SchemaVer, String>> texts, Dialect dialect) {
    return of(texts, SchemaSettings.defaults().withDialect(dialect));
  }

  /**
   * The set of these texts, by event type and version. Throws {@link InvalidSchemas} where one does
   * not compile.
   */
  public static SchemaSet of(Map<String, Map<SchemaVer, String>> texts, SchemaSettings settings) {
    Checked checked = check(texts, settings);
    if (!checked.problems().isEmpty()) {
      List<SchemaProblem> problems = new ArrayList<>();
      checked
          .problems()
          .forEach((id, what) -> problems.add(new SchemaProblem(id.toString(), what)));
      throw new InvalidSchemas(problems);
    }
    return checked.schemas();
  }

  /** An event type and a version. */
  public record Id(String eventType, SchemaVer version) implements Comparable<Id>, Serializable {
    @Override
    public int compareTo(Id that) {
      int byType = eventType.compareTo(that.eventType);
      return byType != 0 ? byType : version.compareTo(that.version);
    }

    @Override
    public String toString() {
      return eventType + " " + version;
    }
  }

  /**
   * What can be used of some texts.
   *
   * @param schemas those that compile
   * @param problems why the others do not
   */
  public record Checked(SchemaSet schemas, SortedMap<Id, String> problems) {}

  /** Compiles all texts and keeps those that compile. */
  public static Checked check(Map<String, Map<SchemaVer, String>> texts, SchemaSettings settings) {
    TreeMap<String, TreeMap<SchemaVer, String>> good = new TreeMap<>();
    TreeMap<String, TreeMap<SchemaVer, EventSchema>> schemas = new TreeMap<>();
    TreeMap<Id, String> problems = new TreeMap<>();
    SchemaCompiler compiler = new SchemaCompiler(settings, Addresses.of(texts, settings));
    new TreeMap<>(texts)
        .forEach(
            (type, versions) ->
                new TreeMap<>(versions)
                    .forEach(
                        (version, text) -> {
                          try {
                            EventSchema schema = compiler.compileChecked(type, version, text);
                            schemas
                                .computeIfAbsent(type, any -> new TreeMap<>())
                                .put(version, schema);
                            good.computeIfAbsent(type, any -> new TreeMap<>()).put(version, text);
                          } catch (UncompilableSchema e) {
                            problems.put(new Id(type, version), e.getMessage());
                          }
                        }));
    SchemaSet set = new SchemaSet(good, settings);
    set.compiled = CompiledType.all(schemas);
    return new Checked(set, Collections.unmodifiableSortedMap(problems));
  }

  public SchemaSettings settings() {
    return settings;
  }

  @Override
  public SortedSet<String> eventTypes() {
    return Collections.unmodifiableSortedSet(texts.navigableKeySet());
  }

  @Override
  public SortedSet<SchemaVer> versions(String eventType) {
    TreeMap<SchemaVer, String> versions = eventType == null ? null : texts.get(eventType);
    return versions == null
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(versions.navigableKeySet());
  }

  @Override
  public Optional<EventSchema> find(String eventType, SchemaVer version) {
    CompiledType type = compiled().get(eventType);
    return type == null ? Optional.empty() : type.find(version);
  }

  @Override
  public Optional<EventSchema> newest(String eventType) {
    CompiledType type = compiled().get(eventType);
    return type == null ? Optional.empty() : type.newest();
  }

  private Map<String, CompiledType> compiled() {
    Map<String, CompiledType> ready = compiled;
    if (ready == null) {
      synchronized (this) {
        ready = compiled;
        if (ready == null) {
          ready = uncompiled();
          compiled = ready;
        }
      }
    }
    return ready;
  }

  private Map<String, CompiledType> uncompiled() {
    SchemaCompiler compiler = new SchemaCompiler(settings, Addresses.of(texts, settings));
    Map<String, CompiledType> types = new HashMap<>();
    texts.forEach((type, versions) -> types.put(type, new CompiledType(type, versions, compiler)));
    return types;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaSet that
        && texts.equals(that.texts)
        && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return 31 * texts.hashCode() + settings.hashCode();
  }

  @Override
  public String toString() {
    return "SchemaSet" + texts.keySet();
  }
}
