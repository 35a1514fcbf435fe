package io.tributary.schemas.failure;

/** Why a record is a dead letter. The order is that in which validation asks. */
public enum Reason {
  TOO_LARGE(Stage.VALIDATE),
  MALFORMED_JSON(Stage.VALIDATE),
  MISSING_FIELD(Stage.VALIDATE),
  INVALID_FIELD(Stage.VALIDATE),
  INVALID_TIMESTAMP(Stage.VALIDATE),
  TIMESTAMP_OUT_OF_RANGE(Stage.VALIDATE),
  UNKNOWN_EVENT_TYPE(Stage.VALIDATE),
  UNKNOWN_SCHEMA_VERSION(Stage.VALIDATE),
  SCHEMA_VIOLATION(Stage.VALIDATE),
  EVENT_ID_REUSED(Stage.DEDUP);

  private final Stage stage;

  Reason(Stage stage) {
    this.stage = stage;
  }

  public Stage stage() {
    return stage;
  }
}
