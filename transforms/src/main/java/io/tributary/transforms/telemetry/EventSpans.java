package io.tributary.transforms.telemetry;

/** One sampled event's spans of one step: children of the producer's. */
public interface EventSpans {

  /** Adds a span over the time that the step took. */
  EventSpan span(String name);

  /** The same for a record that was taken from a broker. */
  EventSpan consumerSpan(String name);

  /** A span that is being described; values come from closed sets, or are positions. */
  interface EventSpan {

    EventSpan with(String attribute, String value);

    EventSpan with(String attribute, long value);

    EventSpan with(String attribute, boolean value);

    /** The event went no further, for this reason. */
    EventSpan rejected(String reason);
  }
}
