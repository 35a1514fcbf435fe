package io.tributary.runners.query;

/** The SQL is wrong or cannot be run; the message is DuckDB's. */
public final class QueryFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueryFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
