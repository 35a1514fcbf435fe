package io.tributary.runners.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

  @Test
  void splitsAtSemicolons() {
    assertThat(SqlScript.statements("SELECT 1; SELECT 2 ;\n select 3"))
        .containsExactly("SELECT 1", "SELECT 2", "select 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'",
        "SELECT 'it''s; so'",
        "SELECT ';' AS \"a;b\"\"c;\"",
        "SELECT E'\\';' AS e",
        "SELECT E'a''\\';' AS e",
        "SELECT e'a;'",
        "SELECT 'a\\' AS d",
        "SELECT $$a;b$$",
        "SELECT $tag$ ; $$ ; $tag$",
        "SELECT 1 -- one; two",
        "SELECT /* a; /* b; */ c; */ 1",
        "-- first; of all\nSELECT 1",
        "SELECT 'never closed; ever",
        "SELECT /* never closed; ever",
        "SELECT $$ never closed; ever",
        "SELECT $1, a$b"
      })
  void keepsAStatementWhole(String statement) {
    assertThat(SqlScript.statements(statement)).containsExactly(statement);
    if (!statement.contains("never closed") && !statement.contains("--")) {
      assertThat(SqlScript.statements(statement + ";" + statement + ";"))
          .containsExactly(statement, statement);
    }
  }

  @Test
  void aNameThatEndsInEIsNoEscapeString() {
    assertThat(SqlScript.statements("SELECT date'2026-01-01\\'; SELECT 2"))
        .containsExactly("SELECT date'2026-01-01\\'", "SELECT 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", ";;", "-- nothing", "/* no; thing */ ;"})
  void findsNothingInNothing(String text) {
    assertThat(SqlScript.statements(text)).isEmpty();
  }
}
