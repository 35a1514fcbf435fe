package io.tributary.io.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The rules of a regexes.yaml of uap-core, in its order. */
record UapRules(List<UapRule> browsers, List<UapRule> systems, List<SpiderRule> devices) {

  private static final String BUNDLED = "uap-core-0.18.0.regexes.yaml.gz";
  private static final int MOST_CHARACTERS = 16 << 20;

  /** Reads the rules inside this jar. */
  static UapRules bundled() {
    try (InputStream gzip = UapRules.class.getResourceAsStream(BUNDLED);
        InputStream yaml = new GZIPInputStream(gzip)) {
      return read(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + BUNDLED + " in the jar", e);
    }
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException where they are no rules of uap-core, with what is wrong
   */
  static UapRules read(InputStream yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    try {
      Object root = new Yaml(new SafeConstructor(options)).load(yaml);
      if (!(root instanceof Map<?, ?> sections)) {
        throw new IllegalArgumentException("it is no map of rules");
      }
      return new UapRules(
          section(sections, "user_agent_parsers").stream().map(UapRule::browser).toList(),
          section(sections, "os_parsers").stream().map(UapRule::system).toList(),
          section(sections, "device_parsers").stream().map(SpiderRule::of).toList());
    } catch (YAMLException e) {
      throw new IllegalArgumentException("it is no YAML", e);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("the regex " + e.getPattern() + " does not compile", e);
    }
  }

  private static List<Map<String, String>> section(Map<?, ?> sections, String name) {
    if (!(sections.get(name) instanceof List<?> rules)) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return rules.stream().map(rule -> strings(rule, name)).toList();
  }

  /** Numbers may stand unquoted in YAML. */
  private static Map<String, String> strings(Object rule, String section) {
    if (!(rule instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException(section + " has a rule that is no map");
    }
    return fields.entrySet().stream()
        .filter(field -> field.getValue() != null)
        .collect(
            Collectors.toMap(
                field -> field.getKey().toString(), field -> field.getValue().toString()));
  }
}
