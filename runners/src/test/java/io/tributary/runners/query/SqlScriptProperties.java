package io.tributary.runners.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class SqlScriptProperties {

  @Property(seed = "20260302", tries = 300)
  void statementsComeBackWhateverTheyQuote(@ForAll("statements") @Size(max = 5) List<String> all) {
    assertThat(SqlScript.statements(String.join(" ;\n", all))).containsExactlyElementsOf(all);
  }

  @Property(seed = "20260302", tries = 300)
  void anyTextIsSplitWithoutFailure(@ForAll("hostile") String text) {
    for (String statement : SqlScript.statements(text)) {
      assertThat(text).contains(statement);
    }
  }

  @Provide
  Arbitrary<List<String>> statements() {
    Arbitrary<String> inner = Arbitraries.strings().withChars("a;-/* $\n").ofMaxLength(6);
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            inner.map(text -> "'" + text + "'"),
            inner.map(text -> "'it''s" + text + "'"),
            inner.map(text -> "E'\\'" + text + "'"),
            inner.map(text -> "\"" + text + "\""),
            inner.map(text -> "$t$" + text + "$t$"),
            inner.map(text -> "/* " + text.replace("/", "").replace("*", "") + " */"),
            Arbitraries.of("a", "1", "+", "$1"));
    return piece
        .list()
        .ofMaxSize(6)
        .map(pieces -> "SELECT " + String.join(" ", pieces) + " x")
        .list();
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings().withChars("a1_eE;'\"$-/*\\ \n").ofMaxLength(30);
  }
}
