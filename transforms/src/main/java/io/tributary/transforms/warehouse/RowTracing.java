package io.tributary.transforms.warehouse;

import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.RowNotes;

/** Notes of a row what is told when it is committed. */
final class RowTracing {

  private RowTracing() {}

  /** An event is as old as its own time says, any other row as the time it is stored by. */
  static void note(TableRow tableRow, RowNotes.Writer notes) {
    if (notes == RowNotes.Writer.NONE) {
      return;
    }
    WarehouseRow row = tableRow.row();
    long time =
        row instanceof EnrichedEvent enriched ? enriched.event().timestamp() : row.partitionTime();
    notes.row(tableRow.table(), row.sampled(), time);
  }
}
