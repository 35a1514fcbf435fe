package io.tributary.runners.stream;

import io.tributary.runners.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Events of the plainest kind. */
final class EmbeddedEvents {

  /** Where they go. */
  static final String TABLE = "events_page_seen";

  static final String TYPE = "page.seen";

  private EmbeddedEvents() {}

  /** Writes their schema. */
  static Path schemas(Path folder) throws IOException {
    Runs.schema(folder, TYPE, "{\"properties\": {\"n\": {\"type\": \"integer\"}}}");
    return folder;
  }

  static String seen(String id, String client, Instant at) {
    return seen(id, client, at, "");
  }

  /**
   * @param more members, each with a comma before it
   */
  static String seen(String id, String client, Instant at, String more) {
    return String.format(
        "{\"event_id\":\"%s\",\"event_type\":\"%s\",\"timestamp\":\"%s\",\"anonymous_id\":\"%s\"%s}",
        id, TYPE, at, client, more);
  }
}
