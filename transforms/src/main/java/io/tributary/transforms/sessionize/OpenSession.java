package io.tributary.transforms.sessionize;

import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
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

  private OpenSession(ClientKey client, String anonymousId, Unpacker from) {
    this.client = client;
    this.anonymousId = anonymousId;
    this.id = from.takeText();
    this.founderEffective = from.takeSigned();
    this.late = from.takeByte() == 1;
    this.expiry = from.takeSigned();
    this.start = from.takeSigned();
    this.end = from.takeSigned();
    this.lastEffective = from.takeSigned();
    this.events = from.takeVarLong();
    this.firstType = from.takeText();
    this.lastType = from.takeText();
    this.userId = from.takeText();
    this.revisions = from.takeVarInt();
    this.open = from.takeByte() == 1;
  }

  /** Reads a packed session of a client. */
  static OpenSession unpack(ClientKey client, Unpacker from) {
    return new OpenSession(client, client.isUser() ? null : client.id(), from);
  }

  void pack(Packer to) {
    to.putText(id);
    to.putSigned(founderEffective);
    to.putByte(late ? 1 : 0);
    to.putSigned(expiry);
    to.putSigned(start);
    to.putSigned(end);
    to.putSigned(lastEffective);
    to.putVarLong(events);
    to.putText(firstType);
    to.putText(lastType);
    to.putText(userId);
    to.putVarLong(revisions);
    to.putByte(open ? 1 : 0);
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
    return effective <= keptUntil(horizon);
  }

  /** The last effective time at which it can still be joined. */
  long keptUntil(long horizon) {
    return late ? (Math.floorDiv(founderEffective, DAY) + 1) * DAY - 1 : end + horizon;
  }

  /** When silence closes it, on the clock of {@code received_at}. */
  long closedAt(SessionRules rules) {
    return lastEffective + rules.gap() + rules.maxOutOfOrder();
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
        closedAt(rules),
        revisions);
  }
}
