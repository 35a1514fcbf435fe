package io.tributary.runners.generate;

import io.tributary.runners.generate.Planned.Repeat;
import java.io.IOException;

/** Sends planned records on, some of them more than once, until there are as many as asked. */
final class Repeats {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** A copy within it is a duplicate; exactly so long after is within. */
  private static final long HORIZON = 24 * HOUR;

  private final Spill spill;
  private final Rnd random;
  private final long end;
  private final double duplicate;
  private final double reused;
  private long left;

  Repeats(GeneratorOptions options, Spill spill, Rnd random, long end) {
    this.spill = spill;
    this.random = random;
    this.end = end;
    left = options.events();
    // Shares of the first ones, from shares of all.
    double first = 100 - options.duplicatePercent() - options.reusedPercent();
    duplicate = 100 * options.duplicatePercent() / first;
    reused = 100 * options.reusedPercent() / first;
  }

  boolean left() {
    return left > 0;
  }

  /** Sends a record and what follows from it. */
  void emit(Planned event) throws IOException {
    send(event);
    if (!event.broken.repeatable() || !event.hostile.repeatable()) {
      return;
    }
    boolean plain = event.broken == Broken.NONE && event.hostile == Hostile.NONE;
    if (random.percent(duplicate)) {
      repeat(event, plain);
    } else if (plain && random.percent(reused)) {
      Planned other = event.copy();
      other.repeat = Repeat.REUSED;
      // Numbers are not negative, so this one is nobody else's.
      other.number = ~event.number;
      other.time += 1 + random.below(1000);
      other.received += soon(event);
      send(other);
    }
  }

  private void repeat(Planned event, boolean plain) throws IOException {
    int draw = random.below(100);
    if (draw < 6) {
      // Beyond the horizon, by as little as a millisecond.
      later(event, Repeat.AGAIN, HORIZON + 1 + (draw < 2 ? 0 : random.below(6 * HOUR)));
      return;
    }
    if (draw < 8) {
      later(event, Repeat.COPY, HORIZON);
      return;
    }
    long delay = soon(event);
    later(event, plain ? kind(draw) : Repeat.COPY, delay);
    if (draw < 12) {
      // A copy of the copy: beyond the horizon of the first and within that of the second.
      later(event, Repeat.COPY, delay + HORIZON - random.below(delay));
    }
  }

  /** Minutes to half a day, and before the last day ends where there is time. */
  private long soon(Planned event) {
    long room = Math.min(12 * HOUR, end - event.received - MINUTE);
    return MINUTE + random.below(Math.max(1, room));
  }

  private static Repeat kind(int draw) {
    return draw % 5 < 3 ? Repeat.COPY : draw % 5 == 3 ? Repeat.RESENT : Repeat.REWORDED;
  }

  private void later(Planned event, Repeat repeat, long delay) throws IOException {
    Planned copy = event.copy();
    copy.repeat = repeat;
    copy.received += delay;
    if (repeat == Repeat.RESENT && copy.sentAt) {
      copy.sentDelay += (int) delay;
    }
    send(copy);
  }

  private void send(Planned event) throws IOException {
    if (left > 0 && event.received < end) {
      spill.add(event);
      left--;
    }
  }
}
