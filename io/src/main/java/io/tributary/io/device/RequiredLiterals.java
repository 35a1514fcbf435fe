package io.tributary.io.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds texts without which a regular expression cannot match, from its source.
 *
 * <p>The answer is a set of lower-case ASCII texts of which at least one is in every match, once
 * that is lower-cased too; so it holds for case-insensitive rules as well. It errs on the safe
 * side: whatever this reader of regular expressions does not know makes the answer empty, which
 * says that nothing is required.
 */
final class RequiredLiterals {

  private static final int MOST_TEXTS = 48;
  private static final int LONGEST_TEXT = 24;

  /** Thrown at syntax that this reader does not know. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unknown() {
      super(null, null, false, false);
    }
  }

  /**
   * What is known of a part of the expression.
   *
   * @param exact all texts that it matches, lower-cased, or null where they are too many
   * @param needs sets of texts; of each set one is in every match
   */
  private record Part(Set<String> exact, List<Set<String>> needs) {
    static final Part EMPTY = new Part(Set.of(""), List.of());
    static final Part ANY = new Part(null, List.of());

    /** All sets that are known, the exact texts among them. */
    List<Set<String>> allNeeds() {
      if (exact == null) {
        return needs;
      }
      List<Set<String>> all = new ArrayList<>(needs);
      all.add(exact);
      return all;
    }
  }

  private final String regex;
  private int at;

  private RequiredLiterals(String regex) {
    this.regex = regex;
  }

  /** The texts of which one is in every match, or none where nothing is known. */
  static Set<String> of(String regex) {
    try {
      RequiredLiterals reader = new RequiredLiterals(regex);
      Part whole = reader.alternatives();
      if (reader.at < regex.length()) {
        throw new Unknown();
      }
      Set<String> best = Rarity.rarest(whole.allNeeds());
      return best == null ? Set.of() : shortened(best);
    } catch (Unknown e) {
      return Set.of();
    }
  }

  private static Set<String> shortened(Set<String> texts) {
    Set<String> shorter = new HashSet<>();
    for (String text : texts) {
      shorter.add(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
    }
    return shorter;
  }

  private Part alternatives() {
    List<Part> branches = new ArrayList<>();
    branches.add(sequence());
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      branches.add(sequence());
    }
    if (branches.size() == 1) {
      return branches.get(0);
    }
    Set<String> exact = new HashSet<>();
    Set<String> need = new HashSet<>();
    for (Part branch : branches) {
      Set<String> best = Rarity.rarest(branch.allNeeds());
      if (best == null || need == null) {
        need = null;
      } else {
        need.addAll(best);
      }
      if (branch.exact == null || exact == null) {
        exact = null;
      } else {
        exact.addAll(branch.exact);
      }
    }
    if (exact != null && exact.size() > MOST_TEXTS) {
      exact = null;
    }
    return new Part(exact, need == null ? List.of() : List.of(need));
  }

  private Part sequence() {
    Set<String> running = Set.of("");
    boolean broken = false;
    List<Set<String>> needs = new ArrayList<>();
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      Part part = quantified(atom());
      needs.addAll(part.needs);
      Set<String> longer = part.exact == null ? null : joined(running, part.exact);
      if (longer == null) {
        needs.add(running);
        broken = true;
        running = part.exact == null ? Set.of("") : part.exact;
      } else {
        running = longer;
      }
    }
    if (broken) {
      needs.add(running);
      return new Part(null, needs);
    }
    return new Part(running, needs);
  }

  private static Set<String> joined(Set<String> heads, Set<String> tails) {
    if (heads.size() * tails.size() > MOST_TEXTS) {
      return null;
    }
    Set<String> joined = new HashSet<>();
    for (String head : heads) {
      for (String tail : tails) {
        joined.add(head + tail);
      }
    }
    return joined;
  }

  private Part quantified(Part part) {
    if (at >= regex.length()) {
      return part;
    }
    int least;
    boolean once = false;
    switch (regex.charAt(at)) {
      case '?' -> {
        at++;
        least = 0;
        once = true;
      }
      case '*' -> {
        at++;
        least = 0;
      }
      case '+' -> {
        at++;
        least = 1;
      }
      case '{' -> {
        int end = regex.indexOf('}', at);
        String bounds = end < 0 ? "" : regex.substring(at + 1, end);
        if (!bounds.matches("\\d{1,6}(,\\d{0,6})?")) {
          throw new Unknown();
        }
        least = Integer.parseInt(bounds.split(",", 2)[0]);
        at = end + 1;
      }
      default -> {
        return part;
      }
    }
    if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
      at++; // lazy or possessive: what it matches stays within the same language
    }
    if (least > 0) {
      return new Part(null, part.allNeeds());
    }
    if (once && part.exact != null) {
      Set<String> exact = new HashSet<>(part.exact);
      exact.add("");
      return new Part(exact, List.of());
    }
    return Part.ANY;
  }

  private Part atom() {
    char c = regex.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> characterClass();
      case '.' -> Part.ANY;
      case '^', '$' -> Part.EMPTY;
      case '\\' -> escape();
      case '*', '+', '?', '{' -> throw new Unknown();
      default -> literal(c);
    };
  }

  private static Part literal(char c) {
    if (c < ' ' || c > '~') {
      return Part.ANY;
    }
    return new Part(Set.of(String.valueOf(lower(c))), List.of());
  }

  /** ASCII only, as a regular expression without further flags folds case. */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private Part group() {
    boolean around = false;
    if (regex.startsWith("?:", at) || regex.startsWith("?>", at)) {
      at += 2;
    } else if (regex.startsWith("?=", at) || regex.startsWith("?!", at)) {
      at += 2;
      around = true;
    } else if (regex.startsWith("?<=", at) || regex.startsWith("?<!", at)) {
      at += 3;
      around = true;
    } else if (regex.startsWith("?i)", at)) {
      at += 3;
      return Part.EMPTY;
    } else if (regex.startsWith("?i:", at)) {
      at += 3;
    } else if (regex.startsWith("?", at)) {
      throw new Unknown();
    }
    Part inside = alternatives();
    if (at >= regex.length()) {
      throw new Unknown();
    }
    at++;
    return around ? Part.EMPTY : inside;
  }

  private Part escape() {
    if (at >= regex.length()) {
      throw new Unknown();
    }
    char c = regex.charAt(at++);
    return switch (c) {
      case 'd', 'D', 'w', 'W', 's', 'S', 't', 'n', 'r', 'f' -> Part.ANY;
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Part.ANY;
      case 'b', 'B', 'A', 'z', 'Z' -> Part.EMPTY;
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new Unknown();
        }
        yield literal(c);
      }
    };
  }

  private Part characterClass() {
    boolean finite = true;
    if (regex.startsWith("^", at)) {
      finite = false;
      at++;
    }
    if (regex.startsWith("]", at)) {
      throw new Unknown();
    }
    Set<String> exact = new HashSet<>();
    while (true) {
      if (at >= regex.length() || regex.charAt(at) == '[' || regex.startsWith("&&", at)) {
        throw new Unknown();
      }
      char c = regex.charAt(at++);
      if (c == ']') {
        break;
      }
      Part member = c == '\\' ? escape() : literal(c);
      // A dash may make a range, which is as good as any character.
      if (member.exact == null || c == '-' || member.exact.contains("")) {
        finite = false;
      } else {
        exact.addAll(member.exact);
      }
    }
    return finite && exact.size() <= 4 ? new Part(exact, List.of()) : Part.ANY;
  }
}
