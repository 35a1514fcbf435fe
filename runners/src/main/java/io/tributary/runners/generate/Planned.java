package io.tributary.runners.generate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a record is to become. Its payload is a pure function of this and the seed, so only this
 * travels between the two passes.
 */
final class Planned {

  /** How a record relates to one before it. */
  enum Repeat {
    NONE,
    /** The same bytes. */
    COPY,
    /** The same but for a later {@code sent_at}. */
    RESENT,
    /** The same value in other words: order of members, white space, escapes. */
    REWORDED,
    /** Another event under the same id. */
    REUSED,
    /** A copy after more than the horizon: an event of its own. */
    AGAIN
  }

  /** The device index of a client that keeps no anonymous id. */
  static final int NO_DEVICE = 3;

  long received;

  /** When it really happened. */
  long time;

  /** From there until it was sent. */
  int sentDelay;

  /** The client clock's error. */
  long skew;

  /** What the content is drawn from. */
  long number;

  /** What the event id is drawn from. */
  long id;

  long visit;
  int user;
  int device;
  int version;
  EventType type = EventType.PAGE_VIEWED;
  Broken broken = Broken.NONE;
  Hostile hostile = Hostile.NONE;
  Repeat repeat = Repeat.NONE;
  boolean loggedIn;
  boolean sentAt;
  boolean unversioned;

  /** How far from the planned time it may be received, milliseconds; it is not written. */
  long slack;

  /** The corrected event time, as a reader must compute it. */
  long timestamp() {
    return Math.min(received, sentAt ? received - sentDelay : time + skew);
  }

  /** One number for each client: a device, or a user where there is no anonymous id. */
  long client() {
    return device == NO_DEVICE ? -1L - user : user * 4L + device;
  }

  boolean loaded() {
    return broken == Broken.NONE && (repeat == Repeat.NONE || repeat == Repeat.AGAIN);
  }

  boolean duplicate() {
    return broken == Broken.NONE && !loaded() && repeat != Repeat.REUSED;
  }

  /** Why it becomes a dead letter; null where it does not. */
  String reason() {
    if (broken != Broken.NONE) {
      return broken.reason();
    }
    return repeat == Repeat.REUSED ? "EVENT_ID_REUSED" : null;
  }

  Planned copy() {
    Planned copy = new Planned();
    copy.received = received;
    copy.time = time;
    copy.sentDelay = sentDelay;
    copy.skew = skew;
    copy.number = number;
    copy.id = id;
    copy.visit = visit;
    copy.user = user;
    copy.device = device;
    copy.version = version;
    copy.type = type;
    copy.broken = broken;
    copy.hostile = hostile;
    copy.repeat = repeat;
    copy.loggedIn = loggedIn;
    copy.sentAt = sentAt;
    copy.unversioned = unversioned;
    copy.slack = slack;
    return copy;
  }

  /** The enums go by their place: what reads it is this same build. */
  @SuppressWarnings("EnumOrdinal")
  void write(DataOutputStream out) throws IOException {
    out.writeLong(received);
    out.writeLong(time);
    out.writeInt(sentDelay);
    out.writeLong(skew);
    out.writeLong(number);
    out.writeLong(id);
    out.writeLong(visit);
    out.writeInt(user);
    out.writeByte(device);
    out.writeByte(version);
    out.writeByte(type.ordinal());
    out.writeByte(broken.ordinal());
    out.writeByte(hostile.ordinal());
    out.writeByte(repeat.ordinal());
    out.writeByte((loggedIn ? 1 : 0) | (sentAt ? 2 : 0) | (unversioned ? 4 : 0));
  }

  static Planned read(DataInputStream in) throws IOException {
    Planned event = new Planned();
    event.received = in.readLong();
    event.time = in.readLong();
    event.sentDelay = in.readInt();
    event.skew = in.readLong();
    event.number = in.readLong();
    event.id = in.readLong();
    event.visit = in.readLong();
    event.user = in.readInt();
    event.device = in.readByte();
    event.version = in.readByte();
    event.type = EventType.ALL.get(in.readByte());
    event.broken = Broken.ALL.get(in.readByte());
    event.hostile = Hostile.ALL.get(in.readByte());
    event.repeat = REPEATS[in.readByte()];
    int flags = in.readByte();
    event.loggedIn = (flags & 1) != 0;
    event.sentAt = (flags & 2) != 0;
    event.unversioned = (flags & 4) != 0;
    return event;
  }

  private static final Repeat[] REPEATS = Repeat.values();
}
