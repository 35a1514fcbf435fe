package io.tributary.schemas.table;

import java.io.Serializable;

/** The type of a column, or of a field or element inside of one. */
public sealed interface ColumnType extends Serializable permits Scalar, StructType, ListType {}
