package io.tributary.schemas.registry;

/** A schema's text that cannot be compiled; the message says why, without naming the schema. */
final class UncompilableSchema extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UncompilableSchema(String what) {
    super(what);
  }

  UncompilableSchema(String what, Throwable cause) {
    super(what, cause);
  }
}
