package io.tributary.schemas.registry;

import java.io.Serializable;

/**
 * Something to know about a schema.
 *
 * @param severity how bad it is
 * @param what one line
 */
public record Finding(Severity severity, String what) implements Serializable {

  /** How bad it is; the worst comes last. */
  public enum Severity {
    OK,
    /** Works, but consumers of the data may have to know. */
    WARNING,
    /** Refused: by a launch where a table cannot be, else by the check of schemas. */
    ERROR
  }
}
