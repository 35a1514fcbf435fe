package io.tributary.runners.stream;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.transforms.telemetry.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a stream gets on, from Beam's counters and the warehouse's record. */
public final class StreamStatus {

  /** Measures by the names that Flink has for their counters. */
  private static final Map<String, Measure> BY_NAME =
      Stream.of(Measure.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  measure -> (Measure.NAMESPACE + '.' + measure.metric()).replace('.', '_'),
                  measure -> measure));

  private final StreamJob job;
  private final CatalogConfig catalog;
  private long lastRead;
  private long lastTime = System.nanoTime();

  public StreamStatus(StreamJob job, CatalogConfig catalog) {
    this.job = job;
    this.catalog = catalog;
  }

  /** Counts since the job's last start. */
  public Map<Measure, Long> counts() {
    Map<String, Long> found = job.jobs().counters(job.id(), BY_NAME.keySet());
    Map<Measure, Long> counts = new EnumMap<>(Measure.class);
    found.forEach((name, count) -> counts.put(BY_NAME.get(name), count));
    return counts;
  }

  /** By how much the tables trail the clock; empty before the first commit. */
  public Optional<Duration> lag() {
    return StreamRecord.read(catalog)
        .map(StreamRecord::committedThrough)
        .filter(through -> through != Long.MIN_VALUE && through != Long.MAX_VALUE)
        .map(through -> Duration.between(Instant.ofEpochMilli(through), Instant.now()));
  }

  /** Everything in one line. */
  public String line() {
    Map<Measure, Long> counts = counts();
    long read = counts.getOrDefault(Measure.EVENTS_INGESTED, 0L);
    long now = System.nanoTime();
    double perSecond = (read - lastRead) * 1e9 / Math.max(1, now - lastTime);
    lastRead = read;
    lastTime = now;
    return String.format(
        Locale.ROOT,
        "%,d records read (%,.0f/s), %,d rows written, tables %s behind, %d checkpoints",
        read,
        perSecond,
        counts.getOrDefault(Measure.WAREHOUSE_ROWS, 0L),
        lag().map(lag -> lag.toSeconds() + " s").orElse("not committed yet and"),
        job.jobs().checkpoints(job.id()));
  }
}
