package io.tributary.schemas.registry;

import java.io.Serializable;

/**
 * Why a schema cannot be used.
 *
 * @param source the file or the type and version that it is about
 * @param what what is wrong and, where it is not obvious, the way out
 */
public record SchemaProblem(String source, String what) implements Serializable {

  @Override
  public String toString() {
    return source + ": " + what;
  }
}
