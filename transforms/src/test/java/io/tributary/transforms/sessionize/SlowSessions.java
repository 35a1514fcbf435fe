package io.tributary.transforms.sessionize;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.order.Orders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The rules of sessions once more, sentence by sentence, with nothing remembered but who joined
 * what: every answer is computed anew from the members. Slow, obvious, and no relation of the fold.
 */
final class SlowSessions {

  private static final Duration HORIZON = Duration.ofHours(24);

  private final ClientKey client;
  private final Rules rules;
  private final List<List<Event>> sessions = new ArrayList<>();
  private final List<SessionedEvent> places = new ArrayList<>();

  private SlowSessions(ClientKey client, Rules rules) {
    this.client = client;
    this.rules = rules;
  }

  /** One client's events in any order, all of them. */
  static SlowSessions of(ClientKey client, Rules rules, List<SessionedEvent> events) {
    SlowSessions slow = new SlowSessions(client, rules);
    events.stream().sorted(Orders.effective(rules.maxOutOfOrder())).forEach(slow::place);
    return slow;
  }

  /** The events with their sessions, in fold order. */
  List<SessionedEvent> places() {
    return places;
  }

  /** The rows of all sessions, with all revisions. */
  List<Session> rows() {
    List<Session> rows = new ArrayList<>();
    for (List<Event> members : sessions) {
      int revision = 0;
      for (int count = 1; count <= members.size(); count++) {
        boolean closes =
            count == members.size()
                || effective(members.get(count - 1)) + gap() < effective(members.get(count));
        if (closes) {
          rows.add(row(members.subList(0, count), ++revision));
        }
      }
    }
    return rows;
  }

  private void place(SessionedEvent next) {
    Event event = next.event();
    List<Event> joined = latest(event, false);
    if (joined == null && isLate(event)) {
      joined = latest(event, true);
    }
    if (joined == null) {
      joined = new ArrayList<>();
      sessions.add(joined);
    }
    joined.add(event);
    places.add(new SessionedEvent(event, next.resolvedUserId(), id(joined.get(0)), joined.size()));
  }

  private List<Event> latest(Event event, boolean late) {
    List<Event> latest = null;
    for (List<Event> session : sessions) { // in the order of founding
      if (isLate(session.get(0)) == late
          && isKept(session, event)
          && takes(session, event.timestamp())
          && (latest == null || start(session) >= start(latest))) {
        latest = session;
      }
    }
    return latest;
  }

  private boolean isKept(List<Event> session, Event event) {
    return isLate(session.get(0))
        ? day(effective(session.get(0))).equals(day(effective(event)))
        : end(session) >= effective(event) - HORIZON.toMillis();
  }

  /** Whether a session is of the late kind where this event founds it. */
  private boolean isLate(Event event) {
    return event.timestamp() < effective(event) - HORIZON.toMillis();
  }

  private static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private boolean takes(List<Event> session, long time) {
    long expiry = expiry(session.get(0).timestamp());
    return start(session) - gap() < time
        && time < end(session) + gap()
        && expiry - Duration.ofHours(36).toMillis() < time
        && time < expiry;
  }

  /** The first UTC midnight at or after twelve hours later. */
  private static long expiry(long founded) {
    Instant half = Instant.ofEpochMilli(founded).plus(Duration.ofHours(12));
    LocalDate day = LocalDate.ofInstant(half, ZoneOffset.UTC);
    Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return midnight.equals(half)
        ? midnight.toEpochMilli()
        : day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private Session row(List<Event> members, int revision) {
    List<Event> byTime = new ArrayList<>(members);
    byTime.sort(Comparator.comparingLong(Event::timestamp)); // stable: ties stay in fold order
    String userId = null;
    for (Event member : members) {
      userId = member.has(Text.USER_ID) ? member.text(Text.USER_ID) : userId;
    }
    return new Session(
        id(members.get(0)),
        client,
        members.get(0).text(Text.ANONYMOUS_ID),
        userId,
        start(members),
        end(members),
        members.size(),
        byTime.get(0).eventType(),
        byTime.get(byTime.size() - 1).eventType(),
        effective(members.get(members.size() - 1)) + gap() + rules.maxOutOfOrder().toMillis(),
        revision);
  }

  private String id(Event founder) {
    String id = founder.eventId();
    long characters = id.codePoints().count();
    String text = founder.receivedAt() + "\n" + characters + "\n" + id + client.text();
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private long effective(Event event) {
    return Math.max(event.timestamp(), event.receivedAt() - rules.maxOutOfOrder().toMillis());
  }

  private long gap() {
    return rules.gap().toMillis();
  }

  private static long start(List<Event> session) {
    return session.stream().mapToLong(Event::timestamp).min().orElseThrow();
  }

  private static long end(List<Event> session) {
    return session.stream().mapToLong(Event::timestamp).max().orElseThrow();
  }
}
