package io.tributary.io.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Device;
import io.tributary.transforms.enrich.UserAgents;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import ua_parser.Parser;

class DeviceRulesProperties {

  private static DeviceRules rules;
  private static Parser library;
  private static UserAgents agents;

  @BeforeContainer
  static void load() throws IOException {
    rules = UapUserAgents.loadBundled();
    library = Agents.library();
    agents = UapUserAgents.bundled().open();
  }

  @AfterContainer
  static void close() {
    agents.close();
  }

  @Property(seed = "20260302", tries = 300)
  void neverThrowsAndAlwaysStamps(@ForAll String text) {
    Device device = agents.parse(text);
    assertThat(device.rulesVersion()).isEqualTo("uap-core 0.18.0");
    assertThat(device.bot() == null).isEqualTo(text.isBlank());
  }

  /** Pieces of real agents in any order reach rules that no real agent reaches. */
  @Property(seed = "20260302", tries = 200)
  void saysWhatTheLibrarySaysOfPieces(@ForAll("pieces") String agent) {
    assertThat(Agents.difference(rules, library, agent)).isEmpty();
  }

  /** The law that the prefilter stands on, for expressions of every syntax that it knows. */
  @Property(seed = "20260302", tries = 3_000)
  void requiredTextsAreInEveryMatch(@ForAll("regexes") String regex, @ForAll("texts") String text) {
    Set<String> required = RequiredLiterals.of(regex);
    Matcher matcher = Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(text);
    if (!required.isEmpty() && matcher.find()) {
      String match = matcher.group().toLowerCase(Locale.ROOT);
      assertThat(required).as(regex).anyMatch(match::contains);
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "Mozilla/5.0 ",
            "(iPhone; ",
            "(Linux; ",
            "Android 9; ",
            "Android ",
            "Windows NT 10.0; ",
            "Windows Phone 8.1; ",
            "like Mac OS X) ",
            "CPU iPhone OS 12_1_2 ",
            "Chrome/70.0.1.2 ",
            "Safari/537 ",
            "Version/11.1 ",
            "Mobile/15E148 ",
            "Firefox/60.0 ",
            "Edge/18.1 ",
            "OPR/55.1 ",
            "SamsungBrowser/8.2 ",
            "CFNetwork/978.0.7 ",
            "Darwin/18.5.0 ",
            "Gecko ",
            "Trident/7.0; ",
            "MSIE 9.0; ",
            "rv:11.0) ",
            "bot/1.0 ",
            "spider ",
            "crawl ",
            "Kindle ",
            "Silk/1.2 ",
            "Opera Mini/7.1 ",
            "Presto/2.8 ",
            "HbbTV/1.1.1 ",
            "Build/ABC ",
            "wv) ",
            "FBAN/FBIOS ",
            "Instagram 10.1 ",
            "Line/8.1 ",
            "UCBrowser/11.2 ",
            "Darwin ",
            "Ubuntu ",
            "Linux x86_64 ",
            "CrOS x86_64 1.2.3 ",
            "Macintosh; ",
            "Intel Mac OS X 10_14_6 ",
            "$1 ")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> regexes() {
    Arbitrary<String> atom =
        Arbitraries.of(
            "a", "b", "Ab", "\\.", "\\d", "[ab]", "[^a]", "[a-c]", "[A.]", ".", "\\b", "(?=a)",
            "(?!b)", "^", "$", "(?i)", "(?i:a)", "\\w", "1");
    Arbitrary<String> quantifier =
        Arbitraries.of("", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "+?", "??", "*+");
    Arbitrary<String> piece =
        Combinators.combine(atom, quantifier)
            .as((a, q) -> a.startsWith("(?") || "^$\\b".contains(a) ? a : a + q);
    return Combinators.combine(
            piece.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(3),
            quantifier,
            piece.list().ofMaxSize(3))
        .as(
            (alternatives, q, tail) ->
                "("
                    + String.join("|", alternatives.stream().map(a -> String.join("", a)).toList())
                    + ")"
                    + q
                    + String.join("", tail));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', 'A', 'B', '.', '1', ' ').ofMaxLength(12);
  }
}
