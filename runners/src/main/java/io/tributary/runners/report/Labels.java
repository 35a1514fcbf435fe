package io.tributary.runners.report;

import java.util.Locale;

/** Names that come out of tables, as they may stand on a page. */
final class Labels {

  private static final int LONGEST = 60;
  private static final int COUNTRY_CODE = 2;

  private Labels() {}

  /**
   * The text without anything that is not seen or turns the writing direction, and not too long.
   */
  static String of(String text) {
    StringBuilder label = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> label.appendCodePoint(isShown(c) ? c : 0xFFFD));
    return text.codePointCount(0, text.length()) > LONGEST ? label + "..." : label.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** A country's English name after ISO 3166; what is no code stays as it is. */
  static String country(String code) {
    String name =
        code.length() == COUNTRY_CODE
            ? new Locale("", code).getDisplayCountry(Locale.ENGLISH)
            : code;
    return of(name);
  }
}
