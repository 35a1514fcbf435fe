package io.tributary.runners.generate;

/**
 * A payload's three objects before they become one.
 *
 * @param type of the event
 * @param envelope all but the other two
 * @param context {@code context}
 * @param properties {@code properties}
 */
record Draft(EventType type, Members envelope, Members context, Members properties) {

  /** Adds something that no schema names, where the type's schema lets it be. */
  void extra(String name, String json) {
    (type.closed() ? context : properties).raw(name, json);
  }

  Members finish() {
    return envelope.raw("context", context.json()).raw("properties", properties.json());
  }
}
