package io.tributary.io.profile;

import java.nio.file.Path;

/** A file of profiles or links that cannot be used; one line with the file and the way out. */
public final class UnreadableReferenceData extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnreadableReferenceData(Path file, String what) {
    super(file + " " + what);
  }

  UnreadableReferenceData(Path file, String what, Throwable cause) {
    super(file + " " + what, cause);
  }
}
