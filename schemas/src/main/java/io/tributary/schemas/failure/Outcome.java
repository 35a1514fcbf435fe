package io.tributary.schemas.failure;

/** What a check came to: a value, or the failure that takes its place. */
public sealed interface Outcome<T> {

  /** The check passed. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** The check failed. */
  record Rejected<T>(Failure failure) implements Outcome<T> {}

  static <T> Outcome<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Outcome<T> rejected(Failure failure) {
    return new Rejected<>(failure);
  }
}
