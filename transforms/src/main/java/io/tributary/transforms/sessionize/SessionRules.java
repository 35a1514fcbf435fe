package io.tributary.transforms.sessionize;

import io.tributary.schemas.rules.Rules;

/** The durations of the fold, in milliseconds. */
record SessionRules(long gap, long maxOutOfOrder, long horizon) {

  static SessionRules of(Rules rules) {
    return new SessionRules(
        rules.gap().toMillis(), rules.maxOutOfOrder().toMillis(), Rules.SESSION_HORIZON.toMillis());
  }
}
