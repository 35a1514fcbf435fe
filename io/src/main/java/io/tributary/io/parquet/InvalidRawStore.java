package io.tributary.io.parquet;

/** The raw store cannot be read as it is; the message names the file and the way out. */
public final class InvalidRawStore extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidRawStore(String message) {
    super(message);
  }

  public InvalidRawStore(String message, Throwable cause) {
    super(message, cause);
  }
}
