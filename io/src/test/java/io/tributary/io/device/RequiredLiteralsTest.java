package io.tributary.io.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLiteralsTest {

  @Test
  void findsTheRarestText() {
    assertThat(RequiredLiterals.of("(GeoEvent Server) (\\d+)(?:\\.(\\d+)|)"))
        .containsExactly("geoevent server ");
    assertThat(RequiredLiterals.of("Android.{0,9}(Chrome)/.{0,9}zorp")).containsExactly("zorp");
    assertThat(RequiredLiterals.of("Googlebot\\/")).containsExactly("googlebot/");
  }

  @Test
  void takesOneTextOfEachAlternative() {
    assertThat(RequiredLiterals.of("^.{0,9}(?:foo|ba[rz]|q+uux)"))
        .containsExactlyInAnyOrder("foo", "bar", "baz", "uux");
    assertThat(RequiredLiterals.of("(^| )PTST\\/")).containsExactlyInAnyOrder("ptst/", " ptst/");
    assertThat(RequiredLiterals.of("colou?rs")).containsExactlyInAnyOrder("colours", "colors");
  }

  @Test
  void knowsNothingWhereNothingIsRequired() {
    assertThat(RequiredLiterals.of("\\d+")).isEmpty();
    assertThat(RequiredLiterals.of("foo|\\d")).isEmpty();
    assertThat(RequiredLiterals.of("(?:foo)?")).isEmpty();
    assertThat(RequiredLiterals.of("(?:foo){0,3}")).isEmpty();
    assertThat(RequiredLiterals.of("(?!foo)")).isEmpty();
    assertThat(RequiredLiterals.of("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?x) f oo",
        "\\Qfoo\\E",
        "f\\x6fo",
        "(?<name>foo)",
        "foo[a&&[b]]",
        "\\p{L}foo",
        "(?s)foo",
        "foo[]a]",
        "foo\\0101"
      })
  void givesUpOnSyntaxThatItDoesNotKnow(String regex) {
    assertThat(RequiredLiterals.of(regex)).isEqualTo(Set.of());
  }
}
