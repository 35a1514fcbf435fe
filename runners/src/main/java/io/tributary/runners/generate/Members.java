package io.tributary.runners.generate;

import java.util.ArrayList;
import java.util.List;

/** A JSON object under construction: names and raw JSON values in their order. */
final class Members {

  private final List<String> names = new ArrayList<>(16);
  private final List<String> values = new ArrayList<>(16);

  /** Adds a member; a name that is there already is there twice then. */
  Members raw(String name, String json) {
    names.add(name);
    values.add(json);
    return this;
  }

  Members text(String name, String value) {
    return raw(name, quoted(value));
  }

  Members number(String name, long value) {
    return raw(name, Long.toString(value));
  }

  Members flag(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** An amount of money as shops write it. */
  Members cents(String name, long cents) {
    return raw(name, cents / 100 + "." + cents / 10 % 10 + cents % 10);
  }

  /** Replaces a member's value, or adds it. */
  Members replace(String name, String json) {
    int at = names.indexOf(name);
    if (at < 0) {
      return raw(name, json);
    }
    values.set(at, json);
    return this;
  }

  Members remove(String name) {
    int at = names.indexOf(name);
    if (at >= 0) {
      names.remove(at);
      values.remove(at);
    }
    return this;
  }

  String value(String name) {
    return values.get(names.indexOf(name));
  }

  /** As a machine writes it. */
  String json() {
    int length = 2;
    for (int at = 0; at < names.size(); at++) {
      length += names.get(at).length() + values.get(at).length() + 4;
    }
    StringBuilder out = new StringBuilder(length).append('{');
    for (int at = 0; at < names.size(); at++) {
      if (at > 0) {
        out.append(',');
      }
      quote(out, names.get(at));
      out.append(':').append(values.get(at));
    }
    return out.append('}').toString();
  }

  /** The same value, backwards, with white space, and in ASCII. */
  String reworded() {
    StringBuilder out = new StringBuilder(1024).append("\n{");
    for (int at = names.size() - 1; at >= 0; at--) {
      out.append("\r\n\t");
      quote(out, names.get(at));
      out.append(" : ").append(values.get(at)).append(at > 0 ? " ," : " ");
    }
    out.append("}\n");
    StringBuilder ascii = new StringBuilder(out.length() + 64);
    for (int at = 0; at < out.length(); at++) {
      char c = out.charAt(at);
      if (c < 0x80) {
        ascii.append(c);
      } else {
        escape(ascii, c);
      }
    }
    return ascii.toString();
  }

  static String quoted(String text) {
    if (plain(text)) {
      return '"' + text + '"';
    }
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }

  static String array(List<String> json) {
    return "[" + String.join(",", json) + "]";
  }

  private static void quote(StringBuilder out, String text) {
    if (plain(text)) {
      out.append('"').append(text).append('"');
      return;
    }
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        escape(out, c);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean plain(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\' || c < 0x20) {
        return false;
      }
    }
    return true;
  }

  private static void escape(StringBuilder out, char c) {
    String hex = Integer.toHexString(c);
    out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
  }
}
