package io.tributary.runners.explain;

/** A question that cannot be answered here; the message is one line with the way out. */
public final class ExplainFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExplainFailed(String message) {
    super(message);
  }

  ExplainFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
