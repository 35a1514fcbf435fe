package io.tributary.io.device;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One device rule of uap-core, as far as it decides whether the device is a "Spider".
 *
 * @param names whether the rule names a device whatever its groups hold
 */
record SpiderRule(Pattern pattern, boolean spider, boolean names) {

  static SpiderRule of(Map<String, String> rule) {
    String device = rule.get("device_replacement");
    return new SpiderRule(UapRule.pattern(rule), "Spider".equals(device), device != null);
  }

  /** Whether the rule applies, so that no later one is asked. */
  boolean decides(String agent) {
    Matcher matcher = pattern.matcher(agent);
    return matcher.find() && (names || (matcher.groupCount() > 0 && matcher.group(1) != null));
  }
}
