package io.tributary.schemas.registry;

import java.io.Serializable;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The event schemas that are known, by event type and version. Implementations are immutable to
 * their users, safe for threads, and cheap to ask: {@link #find} is called once per event.
 */
public interface SchemaRegistry extends Serializable {

  /** All registered event types. */
  SortedSet<String> eventTypes();

  /** The versions of a type, lowest first; empty for a type that is not registered. */
  SortedSet<SchemaVer> versions(String eventType);

  /** The schema of exactly this type and version; either argument may be null and finds nothing. */
  Optional<EventSchema> find(String eventType, SchemaVer version);

  /** The schema of a type's highest version; null finds nothing. */
  Optional<EventSchema> newest(String eventType);
}
