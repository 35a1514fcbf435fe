package io.tributary.transforms.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A JSON value that can be written in many ways; its numbers keep their spelling. */
sealed interface Json {

  /** Texts that are hard on somebody. */
  List<String> TEXTS =
      List.of("", "a", "\u0000", "\"\\/", "\n\t", "\ud83d\ude00", "\uffff", "\u2028", "null");

  /** What looks the same to some readers and is written differently. */
  List<String> LITERALS =
      List.of(
          "0",
          "-0",
          "1",
          "1.0",
          "1.00",
          "1e0",
          "10e-1",
          "1E+2",
          "100",
          "-7",
          "0.1",
          "2147483647",
          "2147483648",
          "9223372036854775808",
          "123456789012345678901234567890",
          "1e999",
          "true",
          "false",
          "null");

  /** Writes it: the seed decides on the order of members, white space and escapes. */
  void write(StringBuilder to, Random random);

  default String text(long seed) {
    StringBuilder text = new StringBuilder();
    write(text, new Random(seed));
    return text.toString();
  }

  /** A number, {@code true}, {@code false} or {@code null} as it is written. */
  record Literal(String spelling) implements Json {
    @Override
    public void write(StringBuilder to, Random random) {
      to.append(spelling);
    }
  }

  record Str(String value) implements Json {
    @Override
    public void write(StringBuilder to, Random random) {
      to.append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c < ' ' || random.nextInt(6) == 0) {
          to.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
        } else if (c == '"' || c == '\\' || c == '/' && random.nextBoolean()) {
          to.append('\\').append(c);
        } else if (Character.isHighSurrogate(c)) {
          to.append(c).append(value.charAt(++i)); // a pair is escaped as a whole or not at all
        } else if (Character.isLowSurrogate(c)) {
          to.append(String.format("\\u%04x", (int) c)); // its first half was escaped
        } else {
          to.append(c);
        }
      }
      to.append('"');
    }
  }

  record Arr(List<Json> elements) implements Json {
    @Override
    public void write(StringBuilder to, Random random) {
      to.append('[');
      String comma = "";
      for (Json element : elements) {
        to.append(comma);
        space(to, random);
        element.write(to, random);
        space(to, random);
        comma = ",";
      }
      to.append(']');
    }
  }

  record Obj(Map<String, Json> members) implements Json {
    @Override
    public void write(StringBuilder to, Random random) {
      List<String> names = new ArrayList<>(members.keySet());
      Collections.shuffle(names, random);
      to.append('{');
      String comma = "";
      for (String name : names) {
        to.append(comma);
        space(to, random);
        new Str(name).write(to, random);
        space(to, random);
        to.append(':');
        space(to, random);
        members.get(name).write(to, random);
        space(to, random);
        comma = ",";
      }
      to.append('}');
    }
  }

  private static void space(StringBuilder to, Random random) {
    if (random.nextInt(3) == 0) {
      to.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }

  /** Any text that is Unicode: no half of a surrogate pair. */
  static String anyText(Random random) {
    if (random.nextInt(3) == 0) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    StringBuilder text = new StringBuilder();
    int unicode = random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 0x7f;
    for (int length = random.nextInt(20); length > 0; length--) {
      int c = random.nextInt(unicode);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
    }
    return text.toString();
  }

  /** Any value of at most this depth. */
  static Json any(Random random, int depth) {
    int kind = random.nextInt(depth == 1 ? 4 : 8);
    if (kind < 2) {
      return new Literal(LITERALS.get(random.nextInt(LITERALS.size())));
    }
    if (kind < 4) {
      return new Str(anyText(random));
    }
    if (kind < 7) {
      return anyObject(random, depth);
    }
    List<Json> elements = new ArrayList<>();
    for (int size = random.nextInt(5); size > 0; size--) {
      elements.add(any(random, depth - 1));
    }
    return new Arr(elements);
  }

  static Obj anyObject(Random random, int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int size = random.nextInt(6); size > 0; size--) {
      members.put(anyText(random), any(random, depth - 1));
    }
    return new Obj(members);
  }
}
