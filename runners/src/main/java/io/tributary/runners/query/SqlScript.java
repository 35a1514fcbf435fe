package io.tributary.runners.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into its statements, as DuckDB would: a semicolon ends a statement where it stands
 * outside of quotes, dollar quotes and comments. The driver shows only the last result of a text
 * with several statements; split, each result can be shown.
 */
final class SqlScript {

  private final String text;
  private final List<String> statements = new ArrayList<>();
  private int at;
  private int start;
  private boolean isBlank = true;

  private SqlScript(String text) {
    this.text = text;
  }

  /** The statements without their semicolons; what is only white space or comment is none. */
  static List<String> statements(String text) {
    SqlScript script = new SqlScript(text);
    script.split();
    return script.statements;
  }

  private void split() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        end();
        start = ++at;
      } else if (text.startsWith("--", at)) {
        skipTo("\n", at + 2);
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        isBlank &= Character.isWhitespace(c);
        skipToken(c);
      }
    }
    end();
  }

  private void end() {
    if (!isBlank) {
      statements.add(text.substring(start, at).strip());
    }
    isBlank = true;
  }

  private void skipToken(char c) {
    if (c == '"') {
      skipTo("\"", at + 1);
    } else if (c == '\'') {
      skipString();
    } else if (c == '$' && !isWordPart(at - 1)) {
      skipDollarQuote();
    } else {
      at++;
    }
  }

  private void skipString() {
    boolean escapes =
        at > 0 && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E') && !isWordPart(at - 2);
    do { // a doubled quote goes on with the same string
      at++;
      while (at < text.length() && text.charAt(at) != '\'') {
        at += escapes && text.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at + 1, text.length());
    } while (at < text.length() && text.charAt(at) == '\'');
  }

  /** {@code $$text$$} or {@code $tag$text$tag$}; a parameter such as {@code $1} is neither. */
  private void skipDollarQuote() {
    int end = at + 1;
    while (end < text.length() && isWordPart(end)) {
      end++;
    }
    boolean opens =
        end < text.length()
            && text.charAt(end) == '$'
            && (end == at + 1 || !Character.isDigit(text.charAt(at + 1)));
    if (opens) {
      skipTo(text.substring(at, end + 1), end + 1);
    } else {
      at++;
    }
  }

  private void skipComment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  private void skipTo(String mark, int from) {
    int found = text.indexOf(mark, from);
    at = found < 0 ? text.length() : found + mark.length();
  }

  private boolean isWordPart(int index) {
    if (index < 0) {
      return false;
    }
    char c = text.charAt(index);
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
