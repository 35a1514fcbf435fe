package io.tributary.transforms.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.tributary.schemas.failure.Reason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * The metrics of one DoFn, each as one of OpenTelemetry and, where {@link StepTelemetry} does not
 * count it, as one of Beam. Attributes are parts, stages, reasons and tables: closed sets.
 */
final class Meters {

  private static final AttributeKey<String> STAGE = AttributeKey.stringKey("stage");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  private static final AttributeKey<String> ENRICHMENT = AttributeKey.stringKey("enrichment");
  private static final AttributeKey<String> TABLE = AttributeKey.stringKey("table.name");

  private static final double NANOS_PER_MILLI = 1e6;
  private static final List<Double> LATENCY_MILLIS =
      List.of(
          0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0,
          10_000.0);
  private static final List<Long> BATCH_RECORDS =
      List.of(1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);

  private final LongCounter[] counters = new LongCounter[Measure.values().length];
  private final Attributes[] attributes = new Attributes[Measure.values().length];
  private final Map<Part, Attributes> parts = new EnumMap<>(Part.class);
  private final Map<Part, Distribution> partsInBeam = new EnumMap<>(Part.class);
  private final DoubleHistogram latency;
  private final DoubleHistogram lag;
  private final LongHistogram batchSize;
  private final Distribution batchSizeInBeam = distribution("ingestion.batch_size");

  Meters(Meter meter) {
    for (Measure measure : Measure.values()) {
      if (measure.isCounter()) {
        counters[measure.ordinal()] = meter.counterBuilder(measure.meter()).build();
      }
      attributes[measure.ordinal()] = attributes(measure.reason());
    }
    for (Part part : Part.values()) {
      parts.put(part, Attributes.of(ENRICHMENT, part.text()));
      partsInBeam.put(part, distribution("enrichment.latency_ms." + part.text()));
    }
    latency =
        meter
            .histogramBuilder(Measure.NAMESPACE + ".enrichment.latency_ms")
            .setDescription("One look-up of up to 256 events")
            .setExplicitBucketBoundariesAdvice(LATENCY_MILLIS)
            .build();
    lag =
        meter
            .histogramBuilder(Measure.NAMESPACE + ".pipeline.lag_seconds")
            .setUnit("s")
            .setDescription("From an event's time to the commit of its row")
            .setExplicitBucketBoundariesAdvice(RowNotes.LAG_SECONDS)
            .build();
    batchSize =
        meter
            .histogramBuilder(Measure.NAMESPACE + ".ingestion.batch_size")
            .setDescription("Records of one bundle")
            .ofLongs()
            .setExplicitBucketBoundariesAdvice(BATCH_RECORDS)
            .build();
  }

  private static Distribution distribution(String name) {
    return Metrics.distribution(Measure.NAMESPACE, name);
  }

  private static Attributes attributes(Reason reason) {
    return reason == null
        ? Attributes.empty()
        : Attributes.of(
            STAGE, reason.stage().name().toLowerCase(Locale.ROOT), REASON, reason.name());
  }

  void add(Measure measure, long n) {
    if (measure != Measure.ROWS_COMMITTED) { // it is counted by table
      counters[measure.ordinal()].add(n, attributes[measure.ordinal()]);
    }
  }

  void latency(Part part, long nanos) {
    latency.record(nanos / NANOS_PER_MILLI, parts.get(part));
    partsInBeam.get(part).update(Math.round(nanos / NANOS_PER_MILLI));
  }

  void batch(long records) {
    batchSize.record(records);
    batchSizeInBeam.update(records);
  }

  /** Rows were noted in buckets: each row of a bucket counts as of the bucket's mean age. */
  void committed(String table, long rows, Collection<RowNotes> notes, long now) {
    Attributes ofTable = Attributes.of(TABLE, table);
    counters[Measure.ROWS_COMMITTED.ordinal()].add(rows, ofTable);
    for (RowNotes note : notes) {
      double waited = (now - note.writtenAt()) / 1e9;
      for (int bucket = 0; bucket < note.lags().size(); bucket++) {
        long count = note.lags().get(bucket);
        if (count > 0) {
          double seconds = note.lagSeconds().get(bucket) / count + waited;
          for (long i = 0; i < count; i++) {
            lag.record(seconds, ofTable);
          }
          distribution("pipeline.lag_seconds." + table)
              .update(count * Math.round(seconds), count, Math.round(seconds), Math.round(seconds));
        }
      }
    }
  }
}
