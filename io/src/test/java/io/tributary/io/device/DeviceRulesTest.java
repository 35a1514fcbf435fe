package io.tributary.io.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.RealData;
import io.tributary.io.device.Agents.Labelled;
import io.tributary.io.device.UapRule.Name;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import ua_parser.Parser;

class DeviceRulesTest {

  private static final DeviceRules RULES = UapUserAgents.loadBundled();

  @Test
  void saysWhatTheLibrarySays() throws IOException {
    Parser library = Agents.library();
    SoftAssertions all = new SoftAssertions();
    for (String agent : Agents.SAMPLES) {
      all.assertThat(Agents.difference(RULES, library, agent)).isEmpty();
    }
    all.assertAll();
  }

  @Test
  void saysWhatTheLibrarySaysOfRealAgents() throws IOException {
    Parser library = Agents.library();
    List<String> agents = new ArrayList<>(Agents.real());
    assertThat(agents).hasSizeGreaterThan(3_500);
    List<String> different = new ArrayList<>();
    // The library takes a third of a millisecond for each, so a part of them: another one per rule.
    for (int i = 0; i < agents.size(); i += 3) {
      String difference = Agents.difference(RULES, library, agents.get(i));
      if (!difference.isEmpty()) {
        different.add(difference);
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void passesAllCasesOfUapCoreWithItsOwnRules() throws IOException {
    DeviceRules rules;
    try (InputStream yaml = RealData.open("ua-uap-core/regexes.yaml.gz")) {
      rules = new DeviceRules(UapRules.read(yaml), List.of(), "test");
    }
    assertThat(failures("ua-uap-core/test_ua.yaml.gz", 1601, rules::browser)).isEmpty();
    assertThat(failures("ua-uap-core/test_os.yaml.gz", 483, rules::system)).isEmpty();
  }

  private static List<String> failures(String file, int cases, Function<String, Name> parse)
      throws IOException {
    List<Map<String, String>> all = Agents.cases(file);
    assertThat(all).hasSize(cases);
    List<String> failures = new ArrayList<>();
    for (Map<String, String> expected : all) {
      Name name = parse.apply(expected.get("user_agent_string"));
      boolean same =
          name == null
              ? expected.get("family").equals("Other")
              : expected.get("family").equals(name.family())
                  && Objects.equals(expected.get("major"), name.versions().get(0))
                  && Objects.equals(expected.get("minor"), name.versions().get(1))
                  && Objects.equals(expected.get("patch"), name.versions().get(2));
      if (!same) {
        failures.add(expected + " was " + name);
      }
    }
    return failures;
  }

  @Test
  void tellsBotsFromPeople() throws IOException {
    int hits = 0;
    int misses = 0;
    int falseAlarms = 0;
    for (Labelled row : Agents.labelled()) {
      boolean bot = RULES.parse(row.agent()).bot();
      if (row.bot()) {
        hits += bot ? 1 : 0;
        misses += bot ? 0 : 1;
      } else if (bot) {
        falseAlarms++;
      }
    }
    assertThat(hits / (double) (hits + falseAlarms)).as("precision").isGreaterThanOrEqualTo(0.99);
    assertThat(hits / (double) (hits + misses)).as("recall").isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void findsTheMachinesInAnAccessLog() throws IOException {
    long bots = Agents.apacheLogs().stream().filter(agent -> RULES.parse(agent).bot()).count();
    assertThat(bots).isEqualTo(1_564);
  }

  @Test
  void takesNoPhoneForABot() {
    assertThat(RULES.parse(Agents.SAMPLES.get(6)).bot()).as("the maker Cubot").isFalse();
    assertThat(RULES.parse(Agents.SAMPLES.get(7)).bot()).as("the browser Silk").isFalse();
    String build =
        "Mozilla/5.0 (Linux; Android 15; CPH2617 Build/AP3A.240617.008) AppleWebKit/537.36"
            + " (KHTML, like Gecko) Chrome/125.0.6422.72 Mobile Safari/537.36";
    assertThat(RULES.parse(build).bot()).as("a build that a crawler also had").isFalse();
  }

  @Test
  void isNotStalledByHostileAgents() {
    List<String> hostile = new ArrayList<>(List.of("a".repeat(2_000) + "@"));
    for (String part :
        List.of(
            "a",
            "(",
            "1",
            "; ",
            "bot ",
            "Android ",
            "iPhone; ",
            "/1.2.3.4",
            "Chrome/1.1 Safari ",
            "compatible; MSIE 7.0; ",
            "Windows NT ",
            "SAMSUNG-",
            "HbbTV/1.1.1 (;;;;;",
            "$1\\",
            "DoCoMo Nokia ",
            "CFNetwork/ Darwin/",
            "\ud83d\ude00",
            "\u0000",
            "x@y.")) {
      hostile.add(part.repeat(UapUserAgents.LONGEST).substring(0, UapUserAgents.LONGEST));
    }
    // Cold, on a busy machine; warm, the slowest takes some 2 ms.
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> hostile.forEach(RULES::parse));
  }

  @Test
  void triesFewRules() {
    for (String agent : Agents.SAMPLES) {
      assertThat(RULES.candidates(agent)).as(agent).isLessThan(250);
    }
  }
}
