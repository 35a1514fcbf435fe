package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;

import io.tributary.schemas.event.Event;
import io.tributary.transforms.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One client's events over {@link #DAYS} days, by a seed: the lives that are hard on a replay that
 * starts in the middle of them.
 */
enum Histories {

  /** Walks of a few steps or of days, in time or late by minutes to a month. */
  WALKS {
    @Override
    void live(Random random, List<Event> events) {
      for (int walks = 1 + random.nextInt(8); walks > 0; walks--) {
        long time = MIDNIGHT + random.nextInt((int) DAYS * 288) * 5 * MINUTE;
        int length = random.nextInt(4) == 0 ? random.nextInt(200) : 1 + random.nextInt(12);
        int kind = random.nextInt(4);
        long upload = time + lateness(random);
        for (int i = 0; i < length; i++) {
          long received =
              switch (kind) {
                case 0 -> time;
                case 1 -> Math.max(upload, time);
                case 2 -> time + lateness(random);
                default -> random.nextInt(8) == 0 ? time + lateness(random) : time;
              };
          add(random, events, time, received);
          time += GAPS[random.nextInt(GAPS.length)] * MINUTE;
        }
      }
    }
  },

  /** A clock that stands still, an event every few hours. */
  STUCK_CLOCK {
    @Override
    void live(Random random, List<Event> events) {
      long every = (1 + random.nextInt(26)) * HOUR;
      long time = MIDNIGHT - random.nextInt(96) * HOUR;
      for (long now = MIDNIGHT; now < MIDNIGHT + DAYS * DAY; now += every) {
        add(random, events, time, now);
      }
    }
  },

  /** A clock that is hours or days behind, an event every few minutes, with some pauses. */
  SLOW_CLOCK {
    @Override
    void live(Random random, List<Event> events) {
      long every = (10 + random.nextInt(20)) * MINUTE;
      long behind = random.nextInt(96) * HOUR;
      long now = MIDNIGHT + random.nextInt(24) * HOUR;
      for (; now < MIDNIGHT + DAYS * DAY; now += every) {
        add(random, events, now - behind, now);
        now += random.nextInt(50) == 0 ? random.nextInt(20) * every : 0;
      }
    }
  },

  /** Any time at any time, around a place that drifts. */
  CROWDS {
    @Override
    void live(Random random, List<Event> events) {
      long grid = new long[] {5, 15, 25, 60}[random.nextInt(4)] * MINUTE;
      int span = (int) ((6 + random.nextInt(66)) * HOUR / grid);
      int slack = (int) ((12 + random.nextInt(100)) * HOUR / grid);
      long place = MIDNIGHT + random.nextInt(48) * HOUR;
      double drift = random.nextDouble() * 2;
      for (int i = 20 + random.nextInt(200); i > 0; i--) {
        long sinceStart = random.nextInt((int) (DAYS * DAY / grid)) * grid;
        long received = MIDNIGHT + sinceStart;
        long time =
            random.nextInt(3) == 0
                ? received - random.nextInt(slack) * grid
                : place + (long) (drift * sinceStart / grid) * grid + random.nextInt(span) * grid;
        add(random, events, time, received);
      }
    }
  };

  /** How many days a life lasts. */
  static final long DAYS = 8;

  private static final long[] LATE_MINUTES = {
    0, 0, 0, 0, 0, 5, 10, 15, 30, 60, 360, 720, 1380, 1440, 1500, 2160, 2880, 3600, 4260, 4320,
    4325, 43_200
  };
  private static final long[] GAPS = {0, 5, 10, 15, 20, 25, 25, 25, 30, 35};

  abstract void live(Random random, List<Event> events);

  List<Event> of(long seed) {
    List<Event> events = new ArrayList<>();
    live(new Random(seed), events);
    return events;
  }

  private static long lateness(Random random) {
    return LATE_MINUTES[random.nextInt(LATE_MINUTES.length)] * MINUTE;
  }

  /** Adds an event, some with a reused id, some with a login, some with a copy that comes later. */
  private static void add(Random random, List<Event> events, long time, long received) {
    int number = events.size();
    boolean reuse = number > 0 && random.nextInt(20) == 0;
    String id = reuse ? events.get(random.nextInt(number)).eventId() : "e" + number;
    String user = random.nextInt(12) == 0 ? "user" + random.nextInt(3) : null;
    long within = Math.max(Math.min(time, received), received - 30 * DAY);
    events.add(event(id, number, number, within, received, user));
    if (random.nextInt(15) == 0) {
      long later = new long[] {0, 60, 1435, 1440, 1445}[random.nextInt(5)] * MINUTE;
      events.add(event(id, number + 1, number, within, received + later, user));
    }
  }

  private static Event event(
      String id, int offset, int content, long time, long received, String user) {
    return Records.event(id)
        .offset(offset)
        .content(content)
        .timestamp(time)
        .received(received)
        .user(user)
        .build();
  }
}
