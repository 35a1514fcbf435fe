package io.tributary.io.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, in one pass over a text, which of many rules may match at all: those of whose texts one is
 * in it. An automaton after Aho and Corasick; immutable.
 */
final class LiteralScanner {

  /** Next state by state and class of character; state 0 is the start. */
  private final int[] next;

  private final int classes;
  private final byte[] classOf = new byte[128];

  /** The rules that a state names, or null. */
  private final int[][] rules;

  /** Rules without required texts. */
  private final BitSet always = new BitSet();

  /**
   * Builds the automaton.
   *
   * @param texts for each rule the lower-case texts of which one is required, none where all texts
   *     may match
   */
  LiteralScanner(List<Set<String>> texts) {
    int chars = 1;
    for (Set<String> set : texts) {
      for (String text : set) {
        chars += text.length();
        for (int i = 0; i < text.length(); i++) {
          classOf[text.charAt(i)] = 1;
        }
      }
    }
    int count = 1; // class 0: characters that are in no text
    for (int c = 0; c < classOf.length; c++) {
      if (classOf[c] != 0) {
        classOf[c] = (byte) count++;
      }
    }
    classes = count;
    int[] trie = new int[chars * classes];
    List<BitSet> named = new ArrayList<>();
    named.add(new BitSet());
    for (int rule = 0; rule < texts.size(); rule++) {
      if (texts.get(rule).isEmpty()) {
        always.set(rule);
      }
      for (String text : texts.get(rule)) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
          int edge = state * classes + classOf[text.charAt(i)];
          if (trie[edge] == 0) {
            trie[edge] = named.size();
            named.add(new BitSet());
          }
          state = trie[edge];
        }
        named.get(state).set(rule);
      }
    }
    next = Arrays.copyOf(trie, named.size() * classes);
    link(named);
    rules = new int[named.size()][];
    for (int state = 0; state < rules.length; state++) {
      rules[state] = named.get(state).isEmpty() ? null : named.get(state).stream().toArray();
    }
  }

  /** Adds where to go on after a mismatch, breadth first. */
  private void link(List<BitSet> named) {
    int[] fallback = new int[named.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < classes; c++) {
      if (next[c] != 0) {
        queue.add(next[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      named.get(state).or(named.get(fallback[state]));
      for (int c = 0; c < classes; c++) {
        int target = next[state * classes + c];
        int other = next[fallback[state] * classes + c];
        if (target == 0) {
          next[state * classes + c] = other;
        } else {
          fallback[target] = other;
          queue.add(target);
        }
      }
    }
  }

  /** The rules that may match the text. */
  BitSet candidates(String text) {
    BitSet found = (BitSet) always.clone();
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = RequiredLiterals.lower(text.charAt(i));
      state = c < 128 ? next[state * classes + classOf[c]] : 0;
      int[] named = rules[state];
      if (named != null) {
        for (int rule : named) {
          found.set(rule);
        }
      }
    }
    return found;
  }
}
