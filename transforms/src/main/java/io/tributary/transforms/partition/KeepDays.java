package io.tributary.transforms.partition;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Keeps the rows of the days that are written; the rest was read as context and is counted.
 *
 * <p>Input: rows. Output: those whose partition is in the range. Bounded and unbounded input alike.
 */
public final class KeepDays
    extends PTransform<PCollection<WarehouseRow>, PCollection<WarehouseRow>> {

  private static final long serialVersionUID = 1L;

  private final DayRange days;

  private KeepDays(DayRange days) {
    this.days = days;
  }

  /**
   * @param days the days that are written
   */
  public static KeepDays in(DayRange days) {
    return new KeepDays(days);
  }

  @Override
  public PCollection<WarehouseRow> expand(PCollection<WarehouseRow> rows) {
    if (days.isAll()) {
      return rows;
    }
    return rows.apply(
            "Filter", ParDo.of(StepFn.of("analytics.warehouse.partition", new Filter(days))))
        .setCoder(WarehouseRowCoder.of());
  }

  private record Filter(DayRange days) implements Step<WarehouseRow, WarehouseRow> {
    @Override
    public void process(WarehouseRow row, Consumer<WarehouseRow> out, Counts counts) {
      if (days.contains(row.partitionTime())) {
        out.accept(row);
      } else {
        counts.add(Measure.CONTEXT_ROWS);
      }
    }
  }
}
