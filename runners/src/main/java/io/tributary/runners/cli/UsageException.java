package io.tributary.runners.cli;

/** An option is wrong in a way that only shows when it is used. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }

  UsageException(String message) {
    super(message);
  }
}
