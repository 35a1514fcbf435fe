package io.tributary.transforms.client;

import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;

/**
 * What waits of one client, without looking at it. Times are milliseconds since the epoch; the
 * largest number where there is none.
 *
 * @param arrivals how many events wait for their turn in dedup
 * @param firstArrival the earliest {@code received_at} of these
 * @param held how many kept events wait for their turn in sessions
 * @param firstHeld the earliest effective time of these
 * @param heldSince the earliest {@code received_at} of these
 * @param timer beyond which watermark the client is looked at next
 * @param hold what the timer keeps the watermark at
 */
record Queues(
    int arrivals,
    long firstArrival,
    int held,
    long firstHeld,
    long heldSince,
    long timer,
    long hold) {

  static final long NONE = Long.MAX_VALUE;
  static final Queues EMPTY = new Queues(0, NONE, 0, NONE, NONE, NONE, NONE);

  /** The watermark is held at whole seconds, so that it moves on in steps. */
  private static final long HOLD_STEP = 1000;

  Queues withArrival(long receivedAt) {
    return new Queues(
        arrivals + 1, Math.min(firstArrival, receivedAt), held, firstHeld, heldSince, timer, hold);
  }

  /**
   * Sets the timer.
   *
   * @param rowsAt rows that do not wait here, such as those of open sessions, are not earlier. Who
   *     has such rows must hold the watermark too: at the end Flink forgets all clients as soon as
   *     none holds it.
   */
  Queues withTimer(long at, long rowsAt) {
    long first = Math.min(wantedHold(), step(rowsAt));
    return new Queues(
        arrivals,
        firstArrival,
        held,
        firstHeld,
        heldSince,
        at,
        first == NONE ? NONE : Math.min(first, at));
  }

  /** Rows of what waits are not earlier. */
  long wantedHold() {
    return step(Math.min(firstArrival, heldSince));
  }

  private static long step(long time) {
    return time == NONE ? NONE : Math.floorDiv(time, HOLD_STEP) * HOLD_STEP;
  }

  int waiting() {
    return arrivals + held;
  }

  static PackedCoder<Queues> coder() {
    return QueuesCoder.INSTANCE;
  }

  private static final class QueuesCoder extends PackedCoder<Queues> {
    private static final long serialVersionUID = 1L;
    private static final QueuesCoder INSTANCE = new QueuesCoder();

    @Override
    public void pack(Queues value, Packer to) {
      to.putVarLong(value.arrivals);
      to.putFixed(value.firstArrival);
      to.putVarLong(value.held);
      to.putFixed(value.firstHeld);
      to.putFixed(value.heldSince);
      to.putFixed(value.timer);
      to.putFixed(value.hold);
    }

    @Override
    public Queues unpack(Unpacker from) {
      return new Queues(
          from.takeVarInt(),
          from.takeFixed(),
          from.takeVarInt(),
          from.takeFixed(),
          from.takeFixed(),
          from.takeFixed(),
          from.takeFixed());
    }
  }
}
