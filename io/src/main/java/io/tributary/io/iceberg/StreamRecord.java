package io.tributary.io.iceberg;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a warehouse knows of the stream that appends to it: {@code _runs/stream.json} in its folder.
 *
 * @param stream the stream's name; a rebuilt one has another
 * @param topics what it reads
 * @param state what became of it
 * @param sequence its newest append, or -1
 * @param committedThrough every row of every table whose partition time is before it is there;
 *     milliseconds since the epoch, the smallest number before the first append and the largest
 *     after the last
 * @param beyond where the stream was rebuilt: by table, before which time its rows were there
 *     already
 * @param beyondOthers the same of all other tables, or the smallest number
 * @param behindDays days in which rows came behind the watermark since they were last replayed:
 *     replay them to make them exact
 */
public record StreamRecord(
    String stream,
    List<String> topics,
    State state,
    long sequence,
    long committedThrough,
    SortedMap<String, Long> beyond,
    long beyondOthers,
    SortedSet<LocalDate> behindDays) {

  /** What became of a stream. */
  public enum State {
    /** It was started, and nobody has stopped it: it is at work, or it was killed. */
    RUNNING,
    /** It was stopped and can be resumed. */
    STOPPED,
    /** It has ended: every session is closed, and nothing is appended any more. */
    FINISHED
  }

  /** The record of a warehouse; empty where no stream has been. */
  public static Optional<StreamRecord> read(CatalogConfig config) {
    return StreamJournal.in(config.folder()).read();
  }

  /** Whether more of it is to come, so that nobody else may write what it will write. */
  public boolean isAttached() {
    return state != State.FINISHED;
  }

  StreamRecord withState(State other) {
    return new StreamRecord(
        stream, topics, other, sequence, committedThrough, beyond, beyondOthers, behindDays);
  }

  StreamRecord withCommittedThrough(long through) {
    return new StreamRecord(
        stream, topics, state, sequence, through, beyond, beyondOthers, behindDays);
  }

  /** After an append; it may lie before the last one where the stream was set back. */
  StreamRecord withAppend(long newSequence, long through) {
    return new StreamRecord(
        stream,
        topics,
        through == Long.MAX_VALUE ? State.FINISHED : State.RUNNING,
        newSequence,
        Math.max(through, beyondOthers),
        beyond,
        beyondOthers,
        behindDays);
  }
}
