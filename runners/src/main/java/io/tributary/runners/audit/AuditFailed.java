package io.tributary.runners.audit;

/** The raw store or a table cannot be read, or memory or disk does not suffice. */
public final class AuditFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AuditFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
