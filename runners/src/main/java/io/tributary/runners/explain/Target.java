package io.tributary.runners.explain;

import io.tributary.schemas.event.Coordinate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody asks about: an event's id, which several records may have, or one record. */
public sealed interface Target {

  /** All records with this id. */
  record OfEvent(String eventId) implements Target {}

  /** The record at this coordinate. */
  record OfRecord(Coordinate coordinate) implements Target {}

  /** Kafka's rule for topics leaves no room for a slash. */
  Pattern COORDINATE = Pattern.compile("([A-Za-z0-9._-]{1,249})/(\\d{1,10})/(\\d{1,19})");

  /** A coordinate where the text has the form of one, else an event's id, slashes and all. */
  static Target of(String text) {
    return coordinate(text).<Target>map(OfRecord::new).orElseGet(() -> new OfEvent(text));
  }

  /** The coordinate that a text names; empty where it is none. */
  static Optional<Coordinate> coordinate(String text) {
    Matcher parts = COORDINATE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Coordinate(
              parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
    } catch (NumberFormatException e) {
      return Optional.empty(); // larger than any partition or offset
    }
  }
}
