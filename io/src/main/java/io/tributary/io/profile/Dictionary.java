package io.tributary.io.profile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for texts that repeat, such as countries; null has the number 0. */
final class Dictionary {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  Dictionary() {
    texts.add(null);
  }

  int number(byte[] utf8) {
    if (utf8 == null) {
      return 0;
    }
    return numbers.computeIfAbsent(
        new String(utf8, StandardCharsets.UTF_8),
        text -> {
          texts.add(text);
          return texts.size() - 1;
        });
  }

  String text(int number) {
    return texts.get(number);
  }
}
