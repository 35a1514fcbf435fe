package io.tributary.transforms.validate;

/** What JSON allows by the letter and this pipeline does not take. */
final class JsonLimits {

  /** Largest decimal exponent of a number: beyond it arithmetic on a number could take for ever. */
  static final int MAX_EXPONENT = 999;

  private JsonLimits() {}

  /** The payload is not strict JSON. The message names no data. */
  static final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJson(String message) {
      super(message, null, false, false);
    }
  }

  /** Checks a number as it is written. */
  static void checkExponent(char[] text, int offset, int length) throws MalformedJson {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if ((text[i] | 0x20) == 'e') {
        int exponent = 0;
        for (i++; i < end && exponent <= MAX_EXPONENT; i++) {
          if (text[i] >= '0') {
            exponent = exponent * 10 + text[i] - '0';
          }
        }
        if (exponent > MAX_EXPONENT) {
          throw new MalformedJson("a number with an exponent beyond " + MAX_EXPONENT);
        }
      }
    }
  }

  /** An escaped half of a surrogate pair is JSON by the letter, but no text that can be stored. */
  static void checkSurrogates(char[] text, int offset, int length) throws MalformedJson {
    for (int i = offset; i < offset + length; i++) {
      if (Character.isSurrogate(text[i])) {
        boolean paired =
            Character.isHighSurrogate(text[i])
                && i + 1 < offset + length
                && Character.isLowSurrogate(text[i + 1]);
        if (!paired) {
          throw new MalformedJson("a lone surrogate");
        }
        i++;
      }
    }
  }
}
