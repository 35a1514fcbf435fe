package io.tributary.io.device;

import io.tributary.io.device.UapRule.Name;
import io.tributary.schemas.event.Device;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The rules of uap-core and the list of crawlers, asked together.
 *
 * <p>Some 2,500 regular expressions would take a millisecond per agent. One pass over the agent
 * finds the few whose required texts are in it, and only these are tried, in their order; the
 * answers are those of trying all. Immutable, safe for many threads.
 */
final class DeviceRules {

  private final List<UapRule> browsers;
  private final List<UapRule> systems;
  private final List<SpiderRule> devices;
  private final List<Pattern> crawlers;
  private final BitSet spiders = new BitSet();
  private final LiteralScanner scanner;
  private final String version;

  DeviceRules(UapRules rules, List<Pattern> crawlers, String version) {
    this.browsers = rules.browsers();
    this.systems = rules.systems();
    this.devices = rules.devices();
    this.crawlers = crawlers;
    this.version = version;
    for (int i = 0; i < devices.size(); i++) {
      spiders.set(i, devices.get(i).spider());
    }
    List<Set<String>> texts = new ArrayList<>();
    addTexts(texts, browsers, UapRule::pattern);
    addTexts(texts, systems, UapRule::pattern);
    addTexts(texts, devices, SpiderRule::pattern);
    addTexts(texts, crawlers, Function.identity());
    this.scanner = new LiteralScanner(texts);
  }

  private static <T> void addTexts(
      List<Set<String>> texts, List<T> rules, Function<T, Pattern> pattern) {
    for (T rule : rules) {
      texts.add(RequiredLiterals.of(pattern.apply(rule).pattern()));
    }
  }

  String version() {
    return version;
  }

  /** All that is known of a device without a user agent. */
  Device unknown() {
    return new Device(null, null, null, null, null, null, version);
  }

  /** What an agent, which is not blank, says. */
  Device parse(String agent) {
    BitSet candidates = scanner.candidates(agent);
    Name browser = first(browsers, candidates, 0, agent);
    Name system = first(systems, candidates, browsers.size(), agent);
    boolean bot = isSpider(agent, candidates) || isCrawler(agent, candidates);
    String systemName = system == null ? null : system.family();
    return new Device(
        bot ? "bot" : DeviceClass.of(agent, systemName),
        systemName,
        system == null ? null : system.version(),
        browser == null ? null : browser.family(),
        browser == null ? null : browser.version(),
        bot,
        version);
  }

  /** How many rules may match an agent at all, of all. */
  int candidates(String agent) {
    return scanner.candidates(agent).cardinality();
  }

  /** The browser of an agent, or null. */
  Name browser(String agent) {
    return first(browsers, scanner.candidates(agent), 0, agent);
  }

  /** The operating system of an agent, or null. */
  Name system(String agent) {
    return first(systems, scanner.candidates(agent), browsers.size(), agent);
  }

  /** Whether uap-core's device rules name it a spider. */
  boolean isSpider(String agent) {
    return isSpider(agent, scanner.candidates(agent));
  }

  private static Name first(List<UapRule> rules, BitSet candidates, int offset, String agent) {
    int end = offset + rules.size();
    for (int i = candidates.nextSetBit(offset);
        i >= 0 && i < end;
        i = candidates.nextSetBit(i + 1)) {
      Name name = rules.get(i - offset).match(agent);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  /** The first device rule that applies decides; the many for phones are asked only for spiders. */
  private boolean isSpider(String agent, BitSet candidates) {
    int offset = browsers.size() + systems.size();
    for (int i = spiders.nextSetBit(0); i >= 0; i = spiders.nextSetBit(i + 1)) {
      if (candidates.get(offset + i) && devices.get(i).decides(agent)) {
        return !isNamedBefore(i, agent, candidates);
      }
    }
    return false;
  }

  private boolean isNamedBefore(int spider, String agent, BitSet candidates) {
    int offset = browsers.size() + systems.size();
    int end = offset + spider;
    for (int i = candidates.nextSetBit(offset);
        i >= 0 && i < end;
        i = candidates.nextSetBit(i + 1)) {
      if (!spiders.get(i - offset) && devices.get(i - offset).decides(agent)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCrawler(String agent, BitSet candidates) {
    int offset = browsers.size() + systems.size() + devices.size();
    for (int i = candidates.nextSetBit(offset); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (crawlers.get(i - offset).matcher(agent).find()) {
        return true;
      }
    }
    return false;
  }
}
