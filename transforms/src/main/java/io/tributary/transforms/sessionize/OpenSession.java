package io.tributary.transforms.sessionize;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A session that is kept: it may be joined, and while it is open it has a row to write. */
final class OpenSession {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;

  private final String id;
  private final ClientKey client;
  private final String anonymousId;
  private final long founderEffective;
  private final boolean late;
  private final long expiry;
  private long start;
  private long end;
  private long lastEffective;
  private long events;
  private String firstType;
  private String lastType;
  private String userId;
  private int revisions;
  private boolean open = true;

  /**
   * @param late whether its founder is older than the end of any session that is kept for its end
   */
  OpenSession(ClientKey client, Event founder, long effective, boolean late) {
    this.client = client;
    this.id = id(client, founder);
    this.anonymousId = founder.text(Text.ANONYMOUS_ID);
    this.founderEffective = effective;
    this.late = late;
    this.expiry = expiry(founder.timestamp());
    this.start = founder.timestamp();
    this.end = founder.timestamp();
    this.firstType = founder.eventType();
    this.lastType = firstType;
    add(founder, effective);
  }

  /**
   * MD5 of {@code received_at} in milliseconds, the event id's length, both with a line feed behind
   * them, the event id and the client key. The length keeps ids with line feeds apart.
   */
  static String id(ClientKey client, Event founder) {
    String eventId = founder.eventId();
    int length = eventId.codePointCount(0, eventId.length());
    String text = founder.receivedAt() + "\n" + length + "\n" + eventId + client.text();
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  /** The first UTC midnight at or after 12 h later. */
  static long expiry(long founded) {
    return -Math.floorDiv(-(founded + 12 * HOUR), DAY) * DAY;
  }

  boolean accepts(long time, long gap) {
    return start - gap < time && time < end + gap && expiry - 36 * HOUR < time && time < expiry;
  }

  void join(Event event, long effective) {
    long time = event.timestamp();
    if (time < start) {
      start = time;
      firstType = event.eventType();
    }
    if (time >= end) {
      end = time;
      lastType = event.eventType();
    }
    open = true;
    add(event, effective);
  }

  private void add(Event event, long effective) {
    events++;
    lastEffective = effective;
    if (event.has(Text.USER_ID)) {
      userId = event.text(Text.USER_ID);
    }
  }

  String id() {
    return id;
  }

  long start() {
    return start;
  }

  long events() {
    return events;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether silence has closed it before an event of this effective time. */
  boolean isOver(long effective, long gap) {
    return lastEffective + gap < effective;
  }

  boolean isLate() {
    return late;
  }

  /**
   * Whether it can still be joined at this effective time. Late sessions end with the UTC day and
   * not some hours after their founder: else where one ends would depend on where the one before it
   * ended, and so on without end, and a replay could begin nowhere but at the first event.
   */
  boolean isKept(long effective, long horizon) {
    return late
        ? Math.floorDiv(founderEffective, DAY) == Math.floorDiv(effective, DAY)
        : end >= effective - horizon;
  }

  Session close(SessionRules rules) {
    open = false;
    revisions++;
    return new Session(
        id,
        client,
        anonymousId,
        userId,
        start,
        end,
        events,
        firstType,
        lastType,
        lastEffective + rules.gap() + rules.maxOutOfOrder(),
        revisions);
  }
}
