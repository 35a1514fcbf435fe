package io.tributary.runners.stream;

import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.partition.KeepBeyond;
import io.tributary.transforms.warehouse.AppendTables;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** Appends the rows that are not there yet. */
final class AppendBeyond extends PTransform<PCollection<TableRow>, PCollection<String>> {

  private static final long serialVersionUID = 1L;

  private final KeepBeyond keep;
  private final AppendTables append;

  private AppendBeyond(KeepBeyond keep, AppendTables append) {
    this.keep = keep;
    this.append = append;
  }

  static AppendBeyond to(KeepBeyond keep, AppendTables append) {
    return new AppendBeyond(keep, append);
  }

  @Override
  public PCollection<String> expand(PCollection<TableRow> rows) {
    return rows.apply("KeepBeyond", keep).apply("AppendTables", append);
  }
}
