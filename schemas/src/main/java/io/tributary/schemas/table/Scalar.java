package io.tributary.schemas.table;

/** The types without parts. */
public enum Scalar implements ColumnType {
  STRING,
  LONG,
  DOUBLE,
  BOOLEAN,
  /** JSON text in a string column. */
  JSON
}
