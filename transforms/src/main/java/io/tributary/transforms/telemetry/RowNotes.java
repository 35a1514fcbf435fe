package io.tributary.transforms.telemetry;

import io.tributary.schemas.event.TraceParent;
import java.io.Serializable;
import java.util.List;

/**
 * What is told of a table's rows when they are committed, which is in another step than the one
 * that wrote them: the sampled events among them, and how old the rows were. It travels with their
 * files.
 *
 * @param sampled the sampled events
 * @param lags for each of {@link #LAG_SECONDS}, and for what is beyond them, how many rows were so
 *     old when they were written; empty where the age says nothing, as in a replay
 * @param lagSeconds the sums of the ages in each of these
 * @param writtenAt when they were written, nanoseconds since the epoch
 */
public record RowNotes(
    List<SampledRow> sampled, List<Long> lags, List<Double> lagSeconds, long writtenAt)
    implements Serializable {

  /** A row whose producer wants to see it arrive. */
  public record SampledRow(TraceParent parent, long writtenAt) implements Serializable {}

  /** Nothing was noted. */
  public static final RowNotes NONE = new RowNotes(List.of(), List.of(), List.of(), 0);

  /** How many sampled events of a file are followed to its commit; the rest ends at the file. */
  static final int MOST_SAMPLED = 4096;

  /** Bounds of the lag's histogram: from a second to a month. */
  static final List<Double> LAG_SECONDS =
      List.of(
          1.0,
          2.0,
          5.0,
          10.0,
          20.0,
          30.0,
          60.0,
          120.0,
          300.0,
          600.0,
          1_800.0,
          3_600.0,
          10_800.0,
          43_200.0,
          86_400.0,
          604_800.0,
          2_592_000.0);

  /** Notes rows while a file, or several of one table, are written. */
  public interface Writer {

    /**
     * A row is written.
     *
     * @param table its table
     * @param parent the producer's span where it sampled the row, else null
     * @param timestamp the event's time, milliseconds since the epoch
     */
    void row(String table, TraceParent parent, long timestamp);

    /** What was noted of a table since this was asked last. */
    RowNotes take(String table);

    /** Notes nothing. */
    Writer NONE =
        new Writer() {
          @Override
          public void row(String table, TraceParent parent, long timestamp) {}

          @Override
          public RowNotes take(String table) {
            return RowNotes.NONE;
          }
        };
  }
}
