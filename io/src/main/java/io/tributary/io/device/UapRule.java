package io.tributary.io.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One rule of uap-core for browsers or systems, with the meaning that uap-java gives it.
 *
 * @param pattern searched for anywhere in the agent
 * @param family replaces group 1 as the name; a {@code $1} in it stands for that group; or null
 * @param versions replacements of groups 2 and up, each maybe null
 */
record UapRule(Pattern pattern, String family, List<String> versions) {

  /**
   * What a rule says.
   *
   * @param family the browser or system
   * @param versions major, minor and further parts, each maybe null
   */
  record Name(String family, List<String> versions) {

    /** The parts before the first missing one, at most three, joined by dots; null for none. */
    String version() {
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < Math.min(3, versions.size()); i++) {
        String part = versions.get(i);
        if (part == null || part.isEmpty()) {
          break;
        }
        joined.append(i == 0 ? "" : ".").append(part);
      }
      return joined.isEmpty() ? null : joined.toString();
    }
  }

  static UapRule browser(Map<String, String> rule) {
    List<String> versions = new ArrayList<>();
    versions.add(rule.get("v1_replacement"));
    versions.add(rule.get("v2_replacement"));
    versions.add(null);
    return new UapRule(pattern(rule), rule.get("family_replacement"), versions);
  }

  static UapRule system(Map<String, String> rule) {
    List<String> versions = new ArrayList<>();
    versions.add(rule.get("os_v1_replacement"));
    versions.add(rule.get("os_v2_replacement"));
    versions.add(rule.get("os_v3_replacement"));
    return new UapRule(pattern(rule), rule.get("os_replacement"), versions);
  }

  /** The rule's regular expression, with the one flag that rules have. */
  static Pattern pattern(Map<String, String> rule) {
    String regex = rule.get("regex");
    if (regex == null) {
      throw new IllegalArgumentException("a rule has no regex");
    }
    return Pattern.compile(
        regex, "i".equals(rule.get("regex_flag")) ? Pattern.CASE_INSENSITIVE : 0);
  }

  /** What this rule says of an agent, or null where it does not apply. */
  Name match(String agent) {
    Matcher matcher = pattern.matcher(agent);
    if (!matcher.find()) {
      return null;
    }
    String first = group(matcher, 1);
    String name = family;
    if (name == null) {
      name = first;
    } else if (first != null) {
      name = name.replace("$1", first);
    }
    if (name == null) {
      return null;
    }
    List<String> parts = new ArrayList<>(versions.size());
    for (int i = 0; i < versions.size(); i++) {
      String part = version(matcher, versions.get(i), i + 2);
      parts.add(part == null || part.isEmpty() ? null : part);
    }
    return new Name(name, parts);
  }

  private static String version(Matcher matcher, String replacement, int group) {
    if (replacement == null) {
      return group(matcher, group);
    }
    if (replacement.length() == 2 && replacement.charAt(0) == '$') {
      int digit = replacement.charAt(1) - '0';
      return digit < 1 || digit > 9 ? replacement : group(matcher, digit);
    }
    return replacement;
  }

  private static String group(Matcher matcher, int group) {
    return group <= matcher.groupCount() ? matcher.group(group) : null;
  }
}
