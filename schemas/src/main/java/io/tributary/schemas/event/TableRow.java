package io.tributary.schemas.event;

/**
 * A row and the table it goes to.
 *
 * @param table the table's name
 * @param row the row
 */
public record TableRow(String table, WarehouseRow row) {}
