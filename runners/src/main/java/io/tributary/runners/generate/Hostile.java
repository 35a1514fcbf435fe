package io.tributary.runners.generate;

import java.util.List;

/** How a record can be valid and yet hard to swallow. */
enum Hostile {
  NONE,
  STRANGE_TEXT,
  ODD_NAMES,
  LONG_TEXT,
  DEEP,
  BIG_NUMBERS,
  BIG_TYPED_NUMBER,
  STRANGE_ID,
  OTHER_CLIENTS_ID,
  LEAP_SECOND,
  TIME_NOTATION,
  EDGE_OF_RANGE,
  NULLS,
  NO_PROPERTIES,
  ODD_ADDRESS,
  ODD_AGENT,
  ODD_HEADERS,
  /** Exactly the largest payload that is allowed; planned by number. */
  LARGEST;

  static final List<Hostile> ALL = List.of(values());

  static Hostile draw(Rnd random) {
    Hostile kind = ALL.get(1 + random.below(ALL.size() - 2));
    // A hundred times as long as the others, so ten times as rare.
    return kind == LONG_TEXT && random.below(10) > 0 ? STRANGE_TEXT : kind;
  }

  /** Whether a copy that comes later is valid too. */
  boolean repeatable() {
    return this != EDGE_OF_RANGE && this != LARGEST;
  }
}
