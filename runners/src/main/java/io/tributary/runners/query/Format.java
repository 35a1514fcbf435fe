package io.tributary.runners.query;

import java.util.Locale;

/** How results are shown. */
public enum Format {
  /** Aligned columns for people; long values and long results are cut. */
  TABLE,
  /** RFC 4180 with a header; null is empty, an empty text is {@code ""}. Lines end in LF. */
  CSV,
  /** An array of objects, one line each. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
