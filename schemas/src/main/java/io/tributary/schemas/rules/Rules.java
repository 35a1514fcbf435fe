package io.tributary.schemas.rules;

import io.tributary.schemas.registry.SchemaSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that change rows. They are written into the tables' properties; a run with others is
 * refused unless it rewrites everything.
 *
 * @param gap silence that ends a session
 * @param maxOutOfOrder how far the order of events may differ from the order of arrival
 * @param privacy what is stored of addresses and user ids
 * @param schemas how schemas are read
 */
public record Rules(Duration gap, Duration maxOutOfOrder, Privacy privacy, SchemaSettings schemas)
    implements Serializable {

  /** How long a copy of an event is remembered. */
  public static final Duration DEDUP_HORIZON = Duration.ofHours(24);

  /** How long a session can be joined after its end. */
  public static final Duration SESSION_HORIZON = Duration.ofHours(24);

  /** How long a login speaks for the anonymous events after it. */
  public static final Duration IDENTITY_HORIZON = Duration.ofDays(3);

  /**
   * What a bounded replay reads before its range. Dedup is exact after a day. A day later midnight
   * has ended every session that may have begun otherwise, and a day after that none of them is
   * kept; the last day is for the longest gap and the longest {@code max_out_of_order}.
   */
  public static final Duration LOOK_BACK = Duration.ofDays(4);

  /** The largest {@code max_out_of_order} for which {@link #LOOK_BACK} is enough. */
  public static final Duration LONGEST_OUT_OF_ORDER = Duration.ofHours(12);

  /** What the names of the tables' properties start with. */
  public static final String PREFIX = "tributary.rules.";

  public Rules {
    if (gap.isNegative() || gap.isZero() || gap.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException(
          "Session gap must be positive and at most PT12H, was " + gap);
    }
    if (maxOutOfOrder.isNegative() || maxOutOfOrder.compareTo(LONGEST_OUT_OF_ORDER) > 0) {
      throw new IllegalArgumentException(
          "max-out-of-order must be between PT0S and PT12H, was " + maxOutOfOrder);
    }
  }

  /** Gap 30 min, 10 min out of order, truncated addresses, plain user ids, draft 2020-12. */
  public static Rules defaults() {
    return new Rules(
        Duration.ofMinutes(30),
        Duration.ofMinutes(10),
        Privacy.defaults(),
        SchemaSettings.defaults());
  }

  /** The properties a table carries, by name. */
  public Map<String, String> asProperties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(PREFIX + "session-gap", gap.toString());
    properties.put(PREFIX + "max-out-of-order", maxOutOfOrder.toString());
    properties.put(PREFIX + "dedup-horizon", DEDUP_HORIZON.toString());
    properties.put(PREFIX + "session-horizon", SESSION_HORIZON.toString());
    properties.put(PREFIX + "identity-horizon", IDENTITY_HORIZON.toString());
    properties.put(PREFIX + "client-ip", privacy.clientIp().toString());
    properties.put(PREFIX + "user-id-key", privacy.keyName());
    properties.put(PREFIX + "schema-dialect", schemas.dialect().toString());
    properties.put(
        PREFIX + "schema-formats", schemas.formats().toString().toLowerCase(Locale.ROOT));
    return properties;
  }
}
