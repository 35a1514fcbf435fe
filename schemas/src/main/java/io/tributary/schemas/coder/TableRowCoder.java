package io.tributary.schemas.coder;

import io.tributary.schemas.event.TableRow;

/** {@link TableRow}s between steps. */
public final class TableRowCoder extends PackedCoder<TableRow> {

  private static final TableRowCoder INSTANCE = new TableRowCoder();

  private TableRowCoder() {}

  public static TableRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(TableRow value, Packer to) {
    to.putText(value.table());
    WarehouseRowCoder.of().pack(value.row(), to);
  }

  @Override
  public TableRow unpack(Unpacker from) {
    return new TableRow(from.takeText(), WarehouseRowCoder.of().unpack(from));
  }
}
