package io.tributary.io.profile;

import java.nio.file.Path;

/** A file of reference data that cannot be used; one line with the file and the way out. */
public final class UnreadableReferenceData extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnreadableReferenceData(Path file, String what) {
    super(file + " " + what);
  }

  UnreadableReferenceData(Path file, String what, Throwable cause) {
    super(file + " " + what, cause);
  }

  /**
   * @param cause what was thrown; it names the file and the way out
   */
  public UnreadableReferenceData(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
