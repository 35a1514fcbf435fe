package io.tributary.runners.compare;

/** Two warehouses cannot be compared to the end; the message names the table and the way out. */
public final class ComparisonFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ComparisonFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
