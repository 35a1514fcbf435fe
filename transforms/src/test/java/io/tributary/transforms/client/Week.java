package io.tributary.transforms.client;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.HOUR;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.MINUTE;
import static io.tributary.transforms.Records.SECOND;

import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * The records of some days that are all alike: people who come every day, people who come once, a
 * busy machine, clocks that are wrong.
 */
final class Week {

  static final int REGULARS = 100;
  static final int NEW_EACH_DAY = 200;
  static final int BOT_EVENTS_A_DAY = 20_000;

  private static final long YEAR = 365 * DAY;

  /** Numbers start here, so that all have as many digits. */
  private static final int FIRST_NUMBER = 1_000_000;

  private record Sent(long receivedAt, String payload) {}

  private final List<Sent> sent = new ArrayList<>();
  private final Random random = new Random(20260302);
  private int numbers = FIRST_NUMBER;

  private Week() {}

  /** In the order in which they were received. */
  static List<RawRecord> ofDays(int days) {
    Week week = new Week();
    for (int day = 0; day < days; day++) {
      week.add(MIDNIGHT + day * DAY, day);
    }
    week.sent.sort((a, b) -> Long.compare(a.receivedAt, b.receivedAt));
    return LongStream.range(0, week.sent.size())
        .mapToObj(
            offset -> {
              Sent next = week.sent.get((int) offset);
              return Records.raw(FIRST_NUMBER + offset, next.receivedAt, next.payload);
            })
        .toList();
  }

  private void add(long midnight, int day) {
    for (int person = 0; person < REGULARS; person++) {
      visit("regular-" + person, midnight, 5, clock(person), random.nextInt(10) == 0);
      visit("regular-" + person, midnight, 5, clock(person), random.nextInt(10) == 0);
    }
    for (int person = 0; person < NEW_EACH_DAY; person++) {
      visit("new-" + day + "-" + person, midnight, 3, clock(person), false);
    }
    for (int i = 0; i < BOT_EVENTS_A_DAY; i++) {
      long now = midnight + i * DAY / BOT_EVENTS_A_DAY;
      sent.add(new Sent(now, payload("bot", null, now, now, numbers++)));
    }
    for (long hour = 0; hour < 24; hour++) {
      long now = midnight + hour * HOUR;
      sent.add(new Sent(now, payload("stuck", null, MIDNIGHT - 12 * DAY, null, numbers++)));
      sent.add(new Sent(now, payload("lost", null, now - YEAR, null, numbers++)));
    }
  }

  /** A few people's clocks are a year ahead or behind. */
  private static long clock(int person) {
    return switch (person % 20) {
      case 0 -> YEAR;
      case 1 -> -YEAR;
      default -> 0;
    };
  }

  /** A few clicks, a login among them; some of it sent twice, or all of it days after. */
  private void visit(String who, long midnight, int clicks, long clock, boolean isLate) {
    long time = midnight + (long) (random.nextDouble() * DAY);
    long upload = time + HOUR + (long) (random.nextDouble() * 3 * DAY);
    for (int i = 0; i < clicks; i++) {
      int number = numbers++;
      long received = isLate ? upload : time + SECOND;
      String user = i == clicks / 2 ? "user-of-" + who : null;
      sent.add(new Sent(received, payload(who, user, time + clock, received + clock, number)));
      if (random.nextInt(20) == 0) {
        long again = received + (long) (random.nextDouble() * 20 * HOUR);
        sent.add(new Sent(again, payload(who, user, time + clock, again + clock, number)));
      }
      time += 1 + random.nextInt((int) (5 * MINUTE));
    }
  }

  private static String payload(String who, String user, long time, Long sentAt, int number) {
    return "{\"event_id\":\"id-"
        + number
        + "\",\"event_type\":\"page.viewed\",\"anonymous_id\":\""
        + who
        + "\",\"timestamp\":\""
        + Instant.ofEpochMilli(time)
        + '"'
        + (sentAt == null ? "" : ",\"sent_at\":\"" + Instant.ofEpochMilli(sentAt) + '"')
        + (user == null ? "" : ",\"user_id\":\"" + user + '"')
        + ",\"properties\":{\"n\":"
        + number
        + "}}";
  }
}
