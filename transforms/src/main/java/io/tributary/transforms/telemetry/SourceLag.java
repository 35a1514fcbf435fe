package io.tributary.transforms.telemetry;

import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;

/** How many records a shard of the source is behind: one gauge each, since they do not add up. */
public final class SourceLag {

  private final Gauge gauge;

  private SourceLag(Gauge gauge) {
    this.gauge = gauge;
  }

  /**
   * @param shard which of the source's shards, from 0
   */
  public static SourceLag ofShard(int shard) {
    return new SourceLag(Metrics.gauge(Measure.NAMESPACE, "source.lag_records." + shard));
  }

  /** Sets it. */
  public void records(long behind) {
    gauge.set(behind);
  }
}
