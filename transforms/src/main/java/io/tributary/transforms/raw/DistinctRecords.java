package io.tributary.transforms.raw;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes one record of those that stand at the same coordinate.
 *
 * <p>Input: raw records. Output: one per coordinate. Two that differ fail the run: a topic was
 * deleted and made anew, and no rule can say which of its records is meant. Bounded input; it is
 * applied only where the raw store may repeat itself.
 */
public final class DistinctRecords
    extends PTransform<PCollection<RawRecord>, PCollection<RawRecord>> {

  private static final long serialVersionUID = 1L;

  private DistinctRecords() {}

  public static DistinctRecords create() {
    return new DistinctRecords();
  }

  @Override
  public PCollection<RawRecord> expand(PCollection<RawRecord> records) {
    return records
        .apply("KeyByCoordinate", WithKeys.of(record -> record.coordinate().toString()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RawRecordCoder.of()))
        .apply("GroupByCoordinate", GroupByKey.create())
        .apply("TakeOne", ParDo.of(StepFn.of("analytics.deduplicate", new TakeOne())))
        .setCoder(RawRecordCoder.of());
  }

  private static final class TakeOne implements Step<KV<String, Iterable<RawRecord>>, RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        KV<String, Iterable<RawRecord>> same, Consumer<RawRecord> out, Counts counts) {
      RawRecord first = null;
      for (RawRecord record : same.getValue()) {
        if (first == null) {
          first = record;
        } else if (first.equals(record)) {
          counts.add(Measure.RECORDS_REPEATED);
        } else {
          throw new IllegalStateException(
              "Two different raw records stand at "
                  + record.coordinate()
                  + ": was the topic deleted and made anew? Give each life of a topic a name or a"
                  + " raw store of its own");
        }
      }
      out.accept(first);
    }
  }
}
