package io.tributary.transforms.partition;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Keeps the rows that their tables do not hold yet, where a stream's state was rebuilt from records
 * whose rows were written before; the rest is counted.
 *
 * <p>Input: rows with their tables. Output: those whose partition time is not before their table's
 * end. Bounded and unbounded input alike.
 */
public final class KeepBeyond extends PTransform<PCollection<TableRow>, PCollection<TableRow>> {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Long> through;
  private final long others;

  private KeepBeyond(Map<String, Long> through, long others) {
    this.through = new HashMap<>(through);
    this.others = others;
  }

  /**
   * @param through by table, the first millisecond since the epoch whose rows it does not hold
   * @param others the same of all other tables; the smallest number where they hold nothing
   */
  public static KeepBeyond of(Map<String, Long> through, long others) {
    return new KeepBeyond(through, others);
  }

  @Override
  public PCollection<TableRow> expand(PCollection<TableRow> rows) {
    return rows.apply(
            "Filter",
            ParDo.of(StepFn.of("analytics.warehouse.partition", new Filter(through, others))))
        .setCoder(TableRowCoder.of());
  }

  private record Filter(HashMap<String, Long> through, long others)
      implements Step<TableRow, TableRow> {
    @Override
    public void process(TableRow row, Consumer<TableRow> out, Counts counts) {
      if (row.row().partitionTime() < through.getOrDefault(row.table(), others)) {
        counts.add(Measure.CONTEXT_ROWS);
      } else {
        out.accept(row);
      }
    }
  }
}
