package io.tributary.runners.generate;

import java.util.List;

/** How a record can be one that nobody may accept, and the reason to be given. */
enum Broken {
  NONE(null, 0),
  NO_PAYLOAD("MALFORMED_JSON", 2),
  EMPTY_PAYLOAD("MALFORMED_JSON", 1),
  TRUNCATED("MALFORMED_JSON", 8),
  BINARY("MALFORMED_JSON", 3),
  INVALID_UTF8("MALFORMED_JSON", 3),
  OTHER_ENCODING("MALFORMED_JSON", 1),
  DUPLICATE_KEY("MALFORMED_JSON", 3),
  NOT_QUITE_JSON("MALFORMED_JSON", 4),
  LONE_SURROGATE("MALFORMED_JSON", 2),
  TOO_DEEP("MALFORMED_JSON", 2),
  TRAILING("MALFORMED_JSON", 3),
  /** Planned by number, since each one weighs as much as a thousand others. */
  TOO_LARGE("TOO_LARGE", 0),
  MISSING("MISSING_FIELD", 12),
  INVALID("INVALID_FIELD", 10),
  BAD_TIME("INVALID_TIMESTAMP", 8),
  OUT_OF_RANGE("TIMESTAMP_OUT_OF_RANGE", 7),
  UNKNOWN_TYPE("UNKNOWN_EVENT_TYPE", 8),
  UNKNOWN_VERSION("UNKNOWN_SCHEMA_VERSION", 6),
  VIOLATION("SCHEMA_VIOLATION", 17);

  static final List<Broken> ALL = List.of(values());

  private static final int TOTAL = ALL.stream().mapToInt(kind -> kind.weight).sum();

  private final String reason;
  private final int weight;

  Broken(String reason, int weight) {
    this.reason = reason;
    this.weight = weight;
  }

  String reason() {
    return reason;
  }

  /** Whether a copy that comes later has the same fate. */
  boolean repeatable() {
    return this != OUT_OF_RANGE && this != TOO_LARGE;
  }

  static Broken draw(Rnd random) {
    int left = random.below(TOTAL);
    for (Broken kind : ALL) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("The weights do not add up");
  }
}
