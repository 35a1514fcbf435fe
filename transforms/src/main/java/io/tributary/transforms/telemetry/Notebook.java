package io.tributary.transforms.telemetry;

import io.tributary.schemas.event.TraceParent;
import io.tributary.transforms.telemetry.RowNotes.SampledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes rows for a worker whose telemetry is on. */
final class Notebook implements RowNotes.Writer {

  private static final int BUCKETS = RowNotes.LAG_SECONDS.size() + 1;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Telemetry telemetry;
  private final boolean withLags;
  private final Map<String, Page> pages = new HashMap<>();

  private static final class Page {
    private final List<SampledRow> sampled = new ArrayList<>();
    private final long[] lags = new long[BUCKETS];
    private final double[] seconds = new double[BUCKETS];
  }

  /** In a replay events are as old as they are: that is no lag. */
  Notebook(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.withLags = !telemetry.isReplay();
  }

  @Override
  public void row(String table, TraceParent parent, long timestamp) {
    boolean isTraced = parent != null && telemetry.share().keeps(parent.traceId());
    if (!isTraced && !withLags) {
      return;
    }
    Page page = pages.computeIfAbsent(table, name -> new Page());
    long now = telemetry.now();
    if (withLags) {
      double lag = Math.max(0, now / NANOS_PER_SECOND - timestamp / MILLIS_PER_SECOND);
      int bucket = 0;
      while (bucket < BUCKETS - 1 && lag > RowNotes.LAG_SECONDS.get(bucket)) {
        bucket++;
      }
      page.lags[bucket]++;
      page.seconds[bucket] += lag;
    }
    if (isTraced && page.sampled.size() < RowNotes.MOST_SAMPLED) {
      page.sampled.add(new SampledRow(parent, now));
    }
  }

  @Override
  public RowNotes take(String table) {
    Page page = pages.remove(table);
    if (page == null) {
      return RowNotes.NONE;
    }
    return new RowNotes(
        List.copyOf(page.sampled),
        withLags ? Arrays.stream(page.lags).boxed().toList() : List.of(),
        withLags ? Arrays.stream(page.seconds).boxed().toList() : List.of(),
        telemetry.now());
  }
}
