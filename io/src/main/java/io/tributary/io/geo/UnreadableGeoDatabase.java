package io.tributary.io.geo;

import java.nio.file.Path;

/** A geo database that cannot be used; the message is one line with the file and the way out. */
public final class UnreadableGeoDatabase extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnreadableGeoDatabase(Path file, String what) {
    super("Geo database " + file + " " + what);
  }

  UnreadableGeoDatabase(Path file, String what, Throwable cause) {
    super("Geo database " + file + " " + what, cause);
  }
}
