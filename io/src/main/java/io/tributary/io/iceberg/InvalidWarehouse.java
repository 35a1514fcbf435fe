package io.tributary.io.iceberg;

/** The warehouse cannot take this run; the message names what is in the way and the way out. */
public final class InvalidWarehouse extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidWarehouse(String message) {
    super(message);
  }

  public InvalidWarehouse(String message, Throwable cause) {
    super(message, cause);
  }
}
