package io.tributary.io.parquet;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.raw.DistinctRecords;
import io.tributary.transforms.telemetry.StepFn;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Reads the planned part of a raw store. Output: each record once, also where files overlap;
 * bounded.
 */
public final class ReadRawStore extends PTransform<PBegin, PCollection<RawRecord>> {

  private static final long serialVersionUID = 1L;

  private final List<RowGroup> unique;
  private final List<RowGroup> repeating;
  private final long from;
  private final long to;

  private ReadRawStore(RawPlan plan) {
    this.unique = plan.groups().stream().filter(group -> !group.mayRepeat()).toList();
    this.repeating = plan.groups().stream().filter(RowGroup::mayRepeat).toList();
    this.from = plan.readFrom();
    this.to = plan.readTo();
  }

  /**
   * @param plan what is read
   */
  public static ReadRawStore of(RawPlan plan) {
    return new ReadRawStore(plan);
  }

  @Override
  public PCollection<RawRecord> expand(PBegin begin) {
    PCollection<RawRecord> once = read(begin, "Unique", unique);
    if (repeating.isEmpty()) {
      return once;
    }
    PCollection<RawRecord> distinct =
        read(begin, "Repeating", repeating).apply("Distinct", DistinctRecords.create());
    return PCollectionList.of(once).and(distinct).apply("All", Flatten.pCollections());
  }

  private PCollection<RawRecord> read(PBegin begin, String name, List<RowGroup> groups) {
    return begin
        .apply(name + "RowGroups", Read.from(new RowGroupSource(groups)))
        .apply(
            "Read" + name,
            ParDo.of(
                StepFn.of("analytics.read_raw", new ReadRowGroup(from, to))
                    .withTimestamps(RawRecord::receivedAt)))
        .setCoder(RawRecordCoder.of());
  }
}
