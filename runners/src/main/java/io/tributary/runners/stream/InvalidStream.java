package io.tributary.runners.stream;

/** What a stream was asked cannot work; the message is one line with the way out. */
public final class InvalidStream extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidStream(String message) {
    super(message);
  }

  InvalidStream(String message, Throwable cause) {
    super(message, cause);
  }
}
