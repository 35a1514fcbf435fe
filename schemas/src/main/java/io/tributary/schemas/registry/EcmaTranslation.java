package io.tributary.schemas.registry;

import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** Translates one regular expression of ECMA-262 to the same in another syntax. */
final class EcmaTranslation {
  /** Where to: they differ in little, most of which both write alike. */
  enum Target {
    /** {@link java.util.regex}. */
    JAVA,
    /** RE2, which has no look-around. */
    RE2
  }

  /** ECMA-262's white space and line ends, as members of a class. */
  private static final String SPACE =
      "\\t\\n\\x0B\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}"
          + "\\x{205F}\\x{3000}\\x{FEFF}";

  /** All other characters, as members of a class. */
  private static final String NOT_SPACE =
      "\\x00-\\x08\\x0E-\\x1F!-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}"
          + "\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}"
          + "\\x{FF00}-\\x{10FFFF}";

  private static final String WORD_EDGE = "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))";
  private static final String NO_WORD_EDGE = "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";

  /** Long names of general categories for which Java knows the short ones alone. */
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "Letter", "L",
          "Lowercase_Letter", "Ll",
          "Uppercase_Letter", "Lu",
          "Mark", "M",
          "Number", "N",
          "digit", "Nd",
          "Decimal_Number", "Nd",
          "Punctuation", "P",
          "Symbol", "S",
          "Separator", "Z");

  private final String in;
  private final Target target;
  private final StringBuilder out = new StringBuilder();
  private int at;

  EcmaTranslation(String expression, Target target) {
    this.in = expression;
    this.target = target;
  }

  String translate() {
    while (at < in.length()) {
      char c = in.charAt(at);
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> characterClass();
        case '$' -> literally("\\z");
        case '.' -> literally("[^\\n\\r\\x{2028}\\x{2029}]");
        case '{' -> brace();
        case '}', ']' -> literally("\\" + c);
        default -> literally(String.valueOf(c));
      }
    }
    return out.toString();
  }

  private void literally(String java) {
    out.append(java);
    at++;
  }

  /** A brace is a quantifier only where it looks like one. */
  private void brace() {
    int end = at + 1;
    while (end < in.length() && (Character.isDigit(in.charAt(end)) || in.charAt(end) == ',')) {
      end++;
    }
    boolean quantifier =
        end < in.length()
            && in.charAt(end) == '}'
            && in.substring(at + 1, end).matches("[0-9]+(,[0-9]*)?");
    if (quantifier) {
      out.append(in, at, end + 1);
      at = end + 1;
    } else {
      literally("\\{");
    }
  }

  private void characterClass() {
    if (in.startsWith("[]", at)) {
      out.append("(?!)");
      at += 2;
      return;
    }
    if (in.startsWith("[^]", at)) {
      out.append("[\\x00-\\x{10FFFF}]");
      at += 3;
      return;
    }
    out.append('[');
    at++;
    if (at < in.length() && in.charAt(at) == '^') {
      literally("^");
    }
    while (at < in.length() && in.charAt(at) != ']') {
      char c = in.charAt(at);
      switch (c) {
        case '\\' -> escape(true);
        case '[', '&', '^' -> literally("\\" + c);
        case '-' -> literally(isEdgeOfClass() ? "\\-" : "-");
        default -> literally(String.valueOf(c));
      }
    }
    if (at == in.length()) {
      throw new PatternSyntaxException("Unclosed character class", in, at);
    }
    literally("]");
  }

  /** Whether the dash here is a character and no range: at an end of the class, or by a set. */
  private boolean isEdgeOfClass() {
    char before = in.charAt(at - 1);
    boolean afterSet = at >= 2 && in.charAt(at - 2) == '\\' && "dDwWsS".indexOf(before) >= 0;
    boolean beforeSet =
        at + 2 < in.length()
            && in.charAt(at + 1) == '\\'
            && "dDwWsS".indexOf(in.charAt(at + 2)) >= 0;
    return afterSet || beforeSet || in.startsWith("]", at + 1);
  }

  private void escape(boolean inClass) {
    if (at + 1 == in.length()) {
      throw new PatternSyntaxException("A backslash at the end", in, at);
    }
    char c = in.charAt(at + 1);
    switch (c) {
      case 's' -> emit(2, inClass ? SPACE : "[" + SPACE + "]");
      case 'S' -> emit(2, inClass ? NOT_SPACE : "[" + NOT_SPACE + "]");
      case 'b' -> emit(2, inClass ? "\\x08" : target == Target.RE2 ? "\\b" : WORD_EDGE);
      case 'B' -> emit(2, target == Target.RE2 ? "\\B" : NO_WORD_EDGE);
      case 'v' -> emit(2, "\\x0B");
      case '0' -> emit(2, "\\x00");
      case 'c' -> control();
      case 'u' -> unicode();
      case 'p', 'P' -> property(c);
      case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f', 'x', 'k' -> emit(2, "\\" + c);
      default -> {
        if (c < 128 && Character.isLetter(c)) {
          throw new PatternSyntaxException("ECMA-262 has no escape \\" + c, in, at);
        }
        emit(2, c < 128 ? "\\" + c : String.valueOf(c));
      }
    }
  }

  private void emit(int length, String java) {
    out.append(java);
    at += length;
  }

  private void control() {
    char letter = at + 2 < in.length() ? in.charAt(at + 2) : 0;
    if (letter >= 128 || !Character.isLetter(letter)) {
      throw new PatternSyntaxException("\\c wants a letter", in, at);
    }
    emit(3, String.format("\\x%02X", letter % 32));
  }

  /** A code point; two escapes may write one, as a pair of surrogates. */
  private void unicode() {
    int end = in.startsWith("\\u{", at) ? in.indexOf('}', at) : -1;
    if (end > 0) {
      emit(end + 1 - at, "\\x" + in.substring(at + 2, end + 1));
      return;
    }
    int first = codeUnit(at);
    boolean pair =
        Character.isHighSurrogate((char) first)
            && in.startsWith("\\u", at + 6)
            && Character.isLowSurrogate((char) codeUnit(at + 6));
    int code = pair ? Character.toCodePoint((char) first, (char) codeUnit(at + 6)) : first;
    emit(pair ? 12 : 6, "\\x{" + Integer.toHexString(code) + "}");
  }

  private int codeUnit(int from) {
    String digits = in.substring(Math.min(from + 2, in.length()), Math.min(from + 6, in.length()));
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw new PatternSyntaxException("\\u wants four hexadecimal digits", in, from);
    }
    return Integer.parseInt(digits, 16);
  }

  private void property(char c) {
    int end = in.startsWith("{", at + 2) ? in.indexOf('}', at) : -1;
    if (end < 0) {
      throw new PatternSyntaxException("\\" + c + " wants a name in braces", in, at);
    }
    String name = in.substring(at + 3, end);
    emit(end + 1 - at, "\\" + c + "{" + CATEGORIES.getOrDefault(name, name) + "}");
  }
}
