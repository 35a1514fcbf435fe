package io.tributary.runners.generate;

import java.io.IOException;
import java.time.ZoneOffset;

/**
 * First pass: decides who does what when, and what goes wrong with it. Visits are drawn in no order
 * of time; the spill sorts them.
 */
final class Visits {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long GAP = 30 * MINUTE;

  /** One record in so many is as large as a thousand others. */
  private static final long HUGE_EVERY = 100_000;

  private final GeneratorOptions options;
  private final Devices devices;
  private final Repeats repeats;
  private final long start;
  private final long end;
  private final Zipf people;
  private final Rnd random;
  private long numbers;
  private long planned;
  private long visits;

  /** The last valid event of the visit before, whose id another client may have too. */
  private Planned lastOfOther;

  Visits(GeneratorOptions options, Devices devices, Spill spill) {
    this.options = options;
    this.devices = devices;
    start = options.startDate().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    end = start + options.days() * DAY;
    people = new Zipf(options.people(), 0.9);
    random = Rnd.of(options.seed(), 20, 0);
    repeats = new Repeats(options, spill, Rnd.of(options.seed(), 21, 0), end);
  }

  /** Plans exactly as many records as the options ask. */
  void plan() throws IOException {
    long bots = Math.round(options.events() * options.botPercent() / 100);
    visits++;
    for (long event = 0; event < bots && repeats.left(); event++) {
      bot(start + (end - start) / bots * event);
    }
    while (repeats.left()) {
      visits++;
      visit();
    }
  }

  /** A machine asks for a page every few seconds, day and night. */
  private void bot(long time) throws IOException {
    Device device = devices.device(devices.busyBot(), 0);
    Planned event = blank(devices.busyBot(), 0, device);
    event.time = time + random.below(500);
    event.sentDelay = random.below(50);
    event.received = event.time + event.sentDelay + 20 + random.below(200);
    event.type = EventType.next(device, random);
    finish(event, device);
  }

  private void visit() throws IOException {
    int person = people.draw(random);
    boolean member = devices.userId(person) != null;
    boolean server = member && random.below(100) == 0;
    int index = server ? Planned.NO_DEVICE : random.below(devices.count(person));
    Device device = devices.device(person, index);
    int length = 1 + (int) random.exponential(8);
    long[] times = times(length);
    boolean offline = random.percent(options.latePercent());
    if (offline) {
      long away = times[length - 1] + delay();
      for (int step = 0; step < length; step++) {
        times[step] -= away;
      }
    }
    // One in two members is signed in from the start, one in four signs in half-way.
    int habit = random.below(4);
    int login = !member ? length : server || habit < 2 ? 0 : habit == 2 ? length / 2 : length;
    long upload = visitStart(device);
    long latency = latency();
    for (int step = 0; step < length && repeats.left(); step++) {
      Planned event = blank(person, index, device);
      event.time = upload + times[step];
      event.loggedIn = server || step >= login;
      event.type = step == 0 ? EventType.first(device) : EventType.next(device, random);
      if (step == login && login > 0) {
        event.type = random.below(6) == 0 ? EventType.USER_SIGNED_UP : EventType.USER_SIGNED_IN;
      }
      // Mostly the same, so that gaps keep their length to the millisecond.
      latency = random.below(4) == 0 ? latency() : latency;
      event.sentDelay = offline ? (int) -times[step] : queue();
      event.received = event.time + event.sentDelay + latency + (offline ? step : 0);
      if (event.received >= start && event.received < end) {
        finish(event, device);
      }
    }
  }

  /** When things happen, from the visit's first event on. */
  private long[] times(int length) {
    long[] times = new long[length];
    long time = 0;
    for (int step = 1; step < length; step++) {
      int draw = random.below(1000);
      if (draw < 3) {
        // Around the gap that parts two sessions.
        time += GAP - 1 + random.below(3);
      } else {
        time += 200 + (long) random.exponential(draw < 23 ? 2_400_000.0 : 40_000.0);
      }
      times[step] = time;
    }
    return times;
  }

  /** By the hour of the day where the device is: few at night, most in the evening. */
  private long visitStart(Device device) {
    double day;
    do {
      day = random.unit();
    } while (random.unit() > 0.55 + 0.45 * StrictMath.sin((day - 0.4) * 2 * StrictMath.PI));
    long local = random.below(options.days()) * DAY + (long) (day * DAY);
    long utc = local - device.zone().offsetMinutes() * MINUTE;
    return start + Math.floorMod(utc, end - start);
  }

  /** How long a device was without a connection: mostly hours, now and then days. */
  private long delay() {
    return random.below(10) < 7
        ? 11 * MINUTE + random.below(12 * HOUR)
        : DAY + random.below(2 * DAY);
  }

  /** How long an event waits in the client: hardly at all, or some minutes, at most just late. */
  private int queue() {
    int draw = random.below(1000);
    if (draw < 2) {
      return (int) (10 * MINUTE) + random.below(2);
    }
    return draw < 15 ? random.below((int) (9 * MINUTE)) : random.below(900);
  }

  private long latency() {
    return 30 + (long) random.exponential(250);
  }

  private Planned blank(int person, int index, Device device) {
    Planned event = new Planned();
    event.user = person;
    event.device = index;
    event.visit = visits;
    event.number = numbers++;
    event.id = event.number;
    event.skew = device.skew();
    event.sentAt = device.sentAt();
    return event;
  }

  private void finish(Planned event, Device device) throws IOException {
    event.broken = broken(planned);
    event.hostile = event.broken == Broken.NONE ? hostile(planned) : Hostile.NONE;
    planned++;
    switch (event.hostile) {
      case BIG_TYPED_NUMBER -> event.type = EventType.CART_ITEM_ADDED;
      case NO_PROPERTIES -> event.type = EventType.NOTIFICATION_OPENED;
      case NULLS -> event.unversioned = true;
      case LEAP_SECOND -> {
        long written = event.time + event.skew;
        event.time += 59_999 - Math.floorMod(written, MINUTE);
        event.sentDelay = Math.max(event.sentDelay, 60_000);
        event.received = Math.max(event.received, event.time + event.sentDelay);
      }
      case EDGE_OF_RANGE -> {
        event.sentAt = false;
        event.skew = 0;
        event.time = event.received + (random.below(2) == 0 ? DAY : -30 * DAY);
      }
      case OTHER_CLIENTS_ID -> {
        if (lastOfOther != null && lastOfOther.client() != event.client()) {
          event.id = lastOfOther.id;
          lastOfOther = null;
        }
      }
      default -> {}
    }
    if (event.received >= end) {
      return;
    }
    int newest = event.type.versions().size() - 1;
    event.unversioned |= random.below(30) == 0;
    event.version = event.unversioned ? newest : Math.max(0, newest - device.age());
    if (event.broken == Broken.NONE && event.hostile == Hostile.NONE && random.below(20) == 0) {
      lastOfOther = event;
    }
    repeats.emit(event);
  }

  private Broken broken(long index) {
    if (options.invalidPercent() > 0 && index % HUGE_EVERY == 777) {
      return Broken.TOO_LARGE;
    }
    return random.percent(options.invalidPercent()) ? Broken.draw(random) : Broken.NONE;
  }

  private Hostile hostile(long index) {
    if (options.hostilePercent() > 0 && index % HUGE_EVERY == 1776) {
      return Hostile.LARGEST;
    }
    return random.percent(options.hostilePercent()) ? Hostile.draw(random) : Hostile.NONE;
  }
}
