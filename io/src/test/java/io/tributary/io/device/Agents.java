package io.tributary.io.device;

import io.tributary.io.RealData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.Yaml;
import ua_parser.Parser;

/** User agents for tests, and uap-java as the judge of what the rules say of them. */
final class Agents {

  /** One of each kind. */
  static final List<String> SAMPLES =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/120.0.6099.71 Safari/537.36 Edg/120.0.2210.61",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
              + " Gecko) Version/17.1 Safari/605.1.15",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
              + " like Gecko) Version/17.1.2 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
              + " Version/16.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/119.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/119.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Silk/118.3.1 like Chrome/118.0.5993.155 Safari/537.36",
          "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/119.0.0.0 Safari/537.36",
          "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "AcmeShop/4.12.0 (iPhone14,3; iOS 16.4; Scale/3.00)",
          "Dalvik/2.1.0 (Linux; U; Android 9; SM-G960F Build/PPR1.180610.011)",
          "MobileSafari/9537.53 CFNetwork/672.0.8 Darwin/14.0.0",
          "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8.119",
          "curl/8.4.0",
          "okapi",
          "$1 \\ (Windows $2",
          "\u00e9\ud83d\ude00 Chrome/1.2.3");

  private Agents() {}

  /** All agents of the real data sets. */
  static Set<String> real() throws IOException {
    Set<String> agents = new LinkedHashSet<>();
    cases("ua-uap-core/test_ua.yaml.gz").forEach(c -> agents.add(c.get("user_agent_string")));
    cases("ua-uap-core/test_os.yaml.gz").forEach(c -> agents.add(c.get("user_agent_string")));
    labelled().forEach(row -> agents.add(row.agent()));
    agents.addAll(apacheLogs());
    return agents;
  }

  /** The cases of a test file of uap-core. */
  static List<Map<String, String>> cases(String name) throws IOException {
    try (InputStream yaml = RealData.open(name)) {
      Map<String, List<Map<String, String>>> root = new Yaml().load(yaml);
      return root.get("test_cases");
    }
  }

  /** The agent of each line of the access log. */
  static List<String> apacheLogs() throws IOException {
    List<String> agents = new ArrayList<>();
    for (String line : RealData.lines("apache-logs/apache_logs.gz")) {
      int end = line.lastIndexOf('"');
      agents.add(line.substring(line.lastIndexOf('"', end - 1) + 1, end));
    }
    return agents;
  }

  record Labelled(String agent, boolean bot) {}

  /** Agents that people labelled. */
  static List<Labelled> labelled() throws IOException {
    List<String> lines = RealData.lines("bots/user_agents_labelled.csv");
    List<Labelled> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      boolean quoted = line.startsWith("\"");
      int end = quoted ? line.replace("\"\"", "__").indexOf("\",", 1) : line.indexOf(',');
      String agent = quoted ? line.substring(1, end).replace("\"\"", "\"") : line.substring(0, end);
      rows.add(new Labelled(agent, line.charAt(end + (quoted ? 2 : 1)) == '1'));
    }
    return rows;
  }

  /** The library with the rules of this jar. */
  static Parser library() throws IOException {
    try (InputStream gzip = UapRules.class.getResourceAsStream("uap-core-0.18.0.regexes.yaml.gz");
        InputStream yaml = new GZIPInputStream(gzip)) {
      return new Parser(new ByteArrayInputStream(yaml.readAllBytes()));
    }
  }

  /** Where ours and the library's answers differ; empty where they are the same. */
  static String difference(DeviceRules rules, Parser library, String agent) {
    List<Object> ours = new ArrayList<>(name(rules.browser(agent)));
    ours.addAll(name(rules.system(agent)));
    ours.add(rules.isSpider(agent));
    ua_parser.UserAgent browser = library.parseUserAgent(agent);
    ua_parser.OS system = library.parseOS(agent);
    List<Object> theirs = new ArrayList<>();
    theirs.addAll(name(browser.family, browser.major, browser.minor, browser.patch));
    theirs.addAll(name(system.family, system.major, system.minor, system.patch));
    theirs.add("Spider".equals(library.parseDevice(agent).family));
    return ours.equals(theirs) ? "" : agent + ": ours " + ours + ", theirs " + theirs;
  }

  private static List<String> name(UapRule.Name name) {
    if (name == null) {
      return name("Other", null, null, null);
    }
    List<String> versions = name.versions();
    return name(name.family(), versions.get(0), versions.get(1), versions.get(2));
  }

  private static List<String> name(String family, String major, String minor, String patch) {
    return List.of(
        family,
        Objects.requireNonNullElse(major, ""),
        Objects.requireNonNullElse(minor, ""),
        Objects.requireNonNullElse(patch, ""));
  }
}
