package io.tributary.schemas.table;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Decides in one struct which names become columns, in the order in which they are asked. Query
 * engines ignore case, Iceberg joins the names of nested fields with dots, and Parquet files hold
 * names in which other characters than letters, digits and underscores are written as codes: of two
 * names that one of them would take for the same, the first stays.
 */
final class FieldNames {
  private static final int MAX_LENGTH = 255;

  private final Set<String> taken = new HashSet<>();
  private final Set<String> prefixes = new HashSet<>();

  /** Whether this name becomes a column; if so it is taken from now on. */
  boolean take(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || !isWellFormed(name)) {
      return false;
    }
    String folded = fold(name);
    String stored = fold(inParquet(name));
    if (taken.contains(folded)
        || taken.contains(stored)
        || prefixes.contains(folded)
        || hasTakenPrefix(folded)) {
      return false;
    }
    taken.add(folded);
    taken.add(stored);
    for (int dot = folded.indexOf('.'); dot >= 0; dot = folded.indexOf('.', dot + 1)) {
      prefixes.add(folded.substring(0, dot));
    }
    return true;
  }

  private boolean hasTakenPrefix(String name) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (taken.contains(name.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }

  /** Both ways, since a few letters have no single partner in the other case. */
  private static String fold(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static String inParquet(String name) {
    StringBuilder stored = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c == '_' || Character.isLetter(c) || (i > 0 && Character.isDigit(c));
      if (plain) {
        stored.append(c);
      } else if (Character.isDigit(c)) {
        stored.append('_').append(c);
      } else {
        stored.append("_x").append(Integer.toHexString(c));
      }
    }
    return stored.toString();
  }

  private static boolean isWellFormed(String name) {
    return name.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
