package io.tributary.schemas.failure;

/** The stages that can turn a record down. */
public enum Stage {
  VALIDATE,
  DEDUP
}
