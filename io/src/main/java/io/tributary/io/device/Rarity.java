package io.tributary.io.device;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Guesses how few agents have a text, so that rules hang on the texts that rule out most. */
final class Rarity {

  /** A set of more texts than this is as good as none. */
  private static final int MOST_TEXTS = 192;

  /** A few agents as most traffic has them: a text that is in here rules next to nothing out. */
  private static final String COMMON =
      """
      Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
      Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0
      Mozilla/5.0 (Linux; Android 10; SM-G991U Build/QP1A) AppleWebKit/537.36 (KHTML, like Gecko) \
      Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36
      Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
      Gecko) Version/17.1 Mobile/15E148 Safari/604.1
      Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
      Version/17.1 Safari/605.1.15
      Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0
      """
          .toLowerCase(Locale.ROOT);

  private Rarity() {}

  /** The set that rules out most, or null where there is none that rules anything out. */
  static Set<String> rarest(List<Set<String>> sets) {
    Set<String> best = null;
    int bestScore = 0;
    for (Set<String> set : sets) {
      int score = set.size() > MOST_TEXTS ? 0 : Integer.MAX_VALUE;
      for (String text : set) {
        int rare = COMMON.contains(text) ? Math.min(text.length(), 9) : text.length() * 10;
        score = Math.min(score, rare);
      }
      if (score > bestScore) {
        best = set;
        bestScore = score;
      }
    }
    return best;
  }
}
