package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaPatternTest {
  private static final Set<String> BEYOND_RE2 =
      Set.of("[]", "^\\p{Script=Greek}$", "^(?<q>['\"]).*\\k<q>$", "^(['\"]).*\\1$", "^(?!.*x).*$");

  @ParameterizedTest
  @MethodSource("searches")
  void searchesAsEcma262(String expression, String text, boolean found) {
    assertThat(EcmaPattern.compile(expression).isFoundIn(text)).isEqualTo(found);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void meansTheSameToRe2WhereThatCanExpressIt(String expression, String text, boolean found) {
    String translated = new EcmaTranslation(expression, EcmaTranslation.Target.RE2).translate();
    if (BEYOND_RE2.contains(expression)) {
      assertThatThrownBy(() -> Pattern.compile(translated))
          .isInstanceOf(PatternSyntaxException.class);
    } else {
      assertThat(Pattern.compile(translated).matcher(text).find()).isEqualTo(found);
    }
  }

  static Stream<Arguments> searches() {
    return Stream.of(
        Arguments.of("b", "abc", true),
        Arguments.of("^b", "abc", false),
        Arguments.of("^abc$", "abc\n", false),
        Arguments.of("^a.c$", "a\u0085c", true),
        Arguments.of("^a.c$", "a\u2028c", false),
        Arguments.of("^a.c$", "a\uD83D\uDE00c", true),
        Arguments.of("^\\d$", "\u0665", false),
        Arguments.of("^\\w+$", "\u00e9", false),
        Arguments.of("^\\s$", "\u00a0", true),
        Arguments.of("^\\S$", "\u00a0", false),
        Arguments.of("^[\\s]$", "\ufeff", true),
        Arguments.of("^[^\\s]$", "\u00a0", false),
        Arguments.of("^[^\\S]$", "\u00a0", true),
        Arguments.of("^[^\\S]$", "x", false),
        Arguments.of("^[a-z\\S]$", "\uD83D\uDE00", true),
        Arguments.of("^[a-zA-Z0-9-_.]+$", "a-b_c.9", true),
        Arguments.of("^[\\w-.]+$", "a-b.c", true),
        Arguments.of("^[a&&b]+$", "a&b", true),
        Arguments.of("^[[a]+$", "[a", true),
        Arguments.of("^[a^]+$", "a^", true),
        Arguments.of("^[-a]+$", "-a", true),
        Arguments.of("[]", "a", false),
        Arguments.of("^[^]$", "\n", true),
        Arguments.of("^a{2,3}$", "aaa", true),
        Arguments.of("^{a}$", "{a}", true),
        Arguments.of("^a{,3}$", "a{,3}", true),
        Arguments.of("\\bfoo\\b", "a foo.", true),
        Arguments.of("\\bfoo\\b", "\u00e9foo\u00e9", true),
        Arguments.of("^[\\b]$", "\b", true),
        Arguments.of("^\\cA$", "\u0001", true),
        Arguments.of("^\\v\\0$", "\u000b\u0000", true),
        Arguments.of("^\\u0041\\x42$", "AB", true),
        Arguments.of("^\\uD83D\\uDE00$", "\uD83D\uDE00", true),
        Arguments.of("^[\\uD83D\\uDE00]$", "\uD83D\uDE00", true),
        Arguments.of("^\\u{1F600}$", "\uD83D\uDE00", true),
        Arguments.of("^\\p{Letter}+$", "\u00e9x", true),
        Arguments.of("^\\p{Script=Greek}$", "\u03b1", true),
        Arguments.of("^(?<q>['\"]).*\\k<q>$", "'a'", true),
        Arguments.of("^(['\"]).*\\1$", "'a\"", false),
        Arguments.of("^(?!.*x).*$", "abc", true),
        Arguments.of("^\\/\\-\\$$", "/-$", true),
        Arguments.of("]}", "]}", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[a", "a**", "\\", "\\Z", "\\A", "\\p{Nothing}", "\\c1", "(?<n", "\\u12"})
  void refusesWhatIsNoExpression(String expression) {
    assertThatThrownBy(() -> EcmaPattern.compile(expression))
        .isInstanceOf(UncompilableSchema.class)
        .hasMessageContaining("is not a regular expression");
  }

  @Test
  void decidesCatastrophicSearchesInLinearTime() {
    EcmaPattern pattern = EcmaPattern.compile("(x+x+)+y");

    assertThat(pattern.isFoundIn("x".repeat(10_000))).isFalse();
    assertThat(pattern.isFoundIn("x".repeat(10_000) + "y")).isTrue();
  }

  @Test
  void givesUpOnCatastrophicSearchesThatLookAround() {
    EcmaPattern pattern = EcmaPattern.compile("(?=x)(x+x+)+y");

    assertThatThrownBy(() -> pattern.isFoundIn("x".repeat(100)))
        .isInstanceOf(EcmaPattern.CostlyPattern.class);
  }

  @Test
  void decidesLongRepetitionsOfGroupsOnASmallStack() throws Exception {
    EcmaPattern pattern = EcmaPattern.compile("^(a|b)*$");
    List<Boolean> found = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              found.add(pattern.isFoundIn("ab".repeat(20_000)));
              found.add(pattern.isFoundIn("ab".repeat(20_000) + "c"));
            },
            "small stack",
            256 * 1024);
    thread.start();
    thread.join();

    assertThat(found).containsExactly(true, false);
  }

  @Test
  void readsLongTextsWithSimpleExpressions() {
    String text = "a".repeat(1_000_000);

    assertThat(EcmaPattern.compile("^[a-z]+$").isFoundIn(text)).isTrue();
    assertThat(EcmaPattern.compile("b").isFoundIn(text)).isFalse();
  }
}
