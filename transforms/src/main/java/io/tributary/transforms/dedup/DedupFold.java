package io.tributary.transforms.dedup;

import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Fingerprint;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides, record by record in the order of arrival, which records of one identity ({@code client
 * key, event_id}) are kept. Every valid record is remembered for the horizon, kept or not, so an
 * endless storm of copies keeps only its first.
 */
public final class DedupFold {

  private final long horizon;

  /**
   * @param horizon how long a record is remembered; exactly that long is within
   */
  public DedupFold(Duration horizon) {
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException("Dedup horizon must be positive, was " + horizon);
    }
    this.horizon = horizon.toMillis();
  }

  /** What becomes of a record. */
  public sealed interface Decision {}

  /** It is new. */
  public record Kept() implements Decision {}

  /** It repeats the record that stands there. */
  public record Copy(Coordinate original, long originalReceivedAt) implements Decision {}

  /** Another event had the same id. */
  public record Reused(Coordinate other) implements Decision {}

  private static final Decision KEPT = new Kept();

  private record Seen(Coordinate coordinate, long receivedAt) {}

  /** What is remembered of one identity: for each content the latest record, the oldest first. */
  public static final class Memory {
    private final Map<Fingerprint, Seen> latest = new LinkedHashMap<>(2);
    private Seen newest;

    /** When the newest record of this identity was received, milliseconds since the epoch. */
    public long newest() {
      return newest.receivedAt;
    }

    /** Packs a memory that is not empty. */
    public void pack(Packer to) {
      to.putVarLong(latest.size());
      latest.forEach(
          (fingerprint, seen) -> {
            to.putFixed(fingerprint.high());
            to.putFixed(fingerprint.low());
            to.putCoordinate(seen.coordinate);
            to.putSigned(seen.receivedAt);
          });
    }

    /** Reads a packed memory. */
    public static Memory unpack(Unpacker from) {
      Memory memory = new Memory();
      for (int left = from.takeVarInt(); left > 0; left--) {
        Fingerprint fingerprint = new Fingerprint(from.takeFixed(), from.takeFixed());
        memory.newest = new Seen(from.takeCoordinate(), from.takeSigned());
        memory.latest.put(fingerprint, memory.newest);
      }
      return memory;
    }
  }

  /** Decides one record and remembers it. */
  public Decision decide(Memory memory, Event event) {
    forget(memory, event.receivedAt() - horizon);
    Seen copy = memory.latest.remove(event.fingerprint());
    Decision decision = KEPT;
    if (copy != null) {
      decision = new Copy(copy.coordinate, copy.receivedAt);
    } else if (!memory.latest.isEmpty()) {
      decision = new Reused(memory.newest.coordinate);
    }
    memory.newest = new Seen(event.coordinate(), event.receivedAt());
    memory.latest.put(event.fingerprint(), memory.newest);
    return decision;
  }

  private static void forget(Memory memory, long before) {
    Iterator<Seen> oldest = memory.latest.values().iterator();
    while (oldest.hasNext() && oldest.next().receivedAt < before) {
      oldest.remove();
    }
  }
}
