package io.tributary.schemas.registry;

import io.tributary.schemas.registry.EcmaTranslation.Target;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema, in ECMA-262's syntax, looked for anywhere in a text.
 *
 * <p>Java's own matcher is fast, but its time and its stack are without bounds for expressions such
 * as {@code (a+)+$}. So it gets a number of steps that grows with the text. Where they or the stack
 * do not suffice, RE2's matcher decides, whose time is linear: the answer is the same on every
 * thread. Only what RE2 cannot express (look-around, back references) may stay undecided.
 */
final class EcmaPattern {
  /** Steps that every text may cost, and further steps per character. */
  private static final long BASE_STEPS = 100_000;

  private static final long STEPS_PER_CHARACTER = 100;

  private final Pattern pattern;

  /** The same for RE2, or null where RE2 cannot express it. */
  private final com.google.re2j.Pattern linear;

  private EcmaPattern(Pattern pattern, com.google.re2j.Pattern linear) {
    this.pattern = pattern;
    this.linear = linear;
  }

  /** Throws {@link UncompilableSchema} where the text is not a regular expression. */
  static EcmaPattern compile(String expression) {
    try {
      String java = new EcmaTranslation(expression, Target.JAVA).translate();
      return new EcmaPattern(Pattern.compile(java), linear(expression));
    } catch (PatternSyntaxException e) {
      throw new UncompilableSchema(
          "has the pattern " + expression + " which is not a regular expression: " + reason(e), e);
    }
  }

  private static com.google.re2j.Pattern linear(String expression) {
    try {
      return com.google.re2j.Pattern.compile(
          new EcmaTranslation(expression, Target.RE2).translate());
    } catch (com.google.re2j.PatternSyntaxException e) {
      return null;
    }
  }

  private static String reason(PatternSyntaxException e) {
    return e.getDescription().lines().findFirst().orElse("");
  }

  /** Whether the text holds a match; throws {@link CostlyPattern} where that takes too long. */
  boolean isFoundIn(String text) {
    try {
      return pattern.matcher(new Metered(text)).find();
    } catch (CostlyPattern | StackOverflowError e) {
      // Java's matcher recurses once per repetition of a group.
      if (linear == null) {
        throw new CostlyPattern();
      }
      return linear.matcher(text).find();
    }
  }

  /** Thrown where a text would take too many steps. */
  static final class CostlyPattern extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CostlyPattern() {
      super("The pattern takes too many steps", null, false, false);
    }
  }

  /** A text that counts how often it is looked at: a measure of work that no clock disturbs. */
  private static final class Metered implements CharSequence {
    private final String text;
    private long steps;

    Metered(String text) {
      this.text = text;
      this.steps = BASE_STEPS + STEPS_PER_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
      if (--steps < 0) {
        throw new CostlyPattern();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
