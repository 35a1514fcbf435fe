package io.tributary.transforms.sessionize;

import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stitches one client's events, given in the order of effective time, into sessions. Nothing but
 * the events' own times decides.
 */
public final class SessionFold {

  private final SessionRules rules;

  /** The client's sessions that can still be joined, in the order in which they were founded. */
  public static final class Memory {
    private final ClientKey client;
    private final List<OpenSession> sessions = new ArrayList<>(2);

    public Memory(ClientKey client) {
      this.client = client;
    }

    /** Whether no session can be joined. */
    public boolean isEmpty() {
      return sessions.isEmpty();
    }

    /** Packs it. */
    public void pack(Packer to) {
      to.putVarLong(sessions.size());
      sessions.forEach(session -> session.pack(to));
    }

    /** Reads a client's packed memory. */
    public static Memory unpack(ClientKey client, Unpacker from) {
      Memory memory = new Memory(client);
      for (int left = from.takeVarInt(); left > 0; left--) {
        memory.sessions.add(OpenSession.unpack(client, from));
      }
      return memory;
    }
  }

  public SessionFold(Rules rules) {
    this.rules = SessionRules.of(rules);
  }

  /**
   * Takes the client's next event.
   *
   * @param closed takes a row for each session that is over before this event
   * @return the event with its session
   */
  public SessionedEvent accept(
      Memory memory, SessionedEvent next, Consumer<? super Session> closed, Counts counts) {
    Event event = next.event();
    long effective = Orders.effectiveTime(event, rules.maxOutOfOrder());
    closeOver(memory, effective, closed, counts);
    boolean late = event.timestamp() < effective - rules.horizon();
    OpenSession session = find(memory, event.timestamp(), false);
    if (session == null && late) {
      session = find(memory, event.timestamp(), true);
    }
    if (session == null) {
      session = new OpenSession(memory.client, event, effective, late);
      memory.sessions.add(session);
    } else {
      if (!session.isOpen()) {
        counts.add(Measure.SESSIONS_SPLIT_BY_LATE);
      }
      session.join(event, effective);
    }
    return new SessionedEvent(event, next.resolvedUserId(), session.id(), session.events());
  }

  /**
   * Closes what silence has ended and forgets what no event can join any more: every event before
   * the watermark has been folded as far as it is due.
   *
   * @param watermark no event received before it will come, milliseconds since the epoch
   */
  public void advance(
      Memory memory, long watermark, Consumer<? super Session> closed, Counts counts) {
    long effective = watermark - rules.maxOutOfOrder(); // the least of any event to come
    for (Iterator<OpenSession> all = memory.sessions.iterator(); all.hasNext(); ) {
      OpenSession session = all.next();
      if (session.isOpen() && session.closedAt(rules) < watermark) {
        close(session, closed, counts);
      }
      if (!session.isOpen() && !session.isKept(effective, rules.horizon())) {
        all.remove();
      }
    }
  }

  /**
   * The watermark beyond which {@link #advance} has something to do: milliseconds since the epoch,
   * or the largest number.
   */
  public long due(Memory memory) {
    long due = Long.MAX_VALUE;
    for (OpenSession session : memory.sessions) {
      due =
          Math.min(
              due,
              session.isOpen()
                  ? session.closedAt(rules)
                  : session.keptUntil(rules.horizon()) + rules.maxOutOfOrder());
    }
    return due;
  }

  /** Closes what is still open: there are no more events. */
  public void finish(Memory memory, Consumer<? super Session> closed, Counts counts) {
    for (OpenSession session : memory.sessions) {
      if (session.isOpen()) {
        close(session, closed, counts);
      }
    }
    memory.sessions.clear();
  }

  private void closeOver(
      Memory memory, long effective, Consumer<? super Session> closed, Counts counts) {
    for (Iterator<OpenSession> all = memory.sessions.iterator(); all.hasNext(); ) {
      OpenSession session = all.next();
      boolean kept = session.isKept(effective, rules.horizon());
      // One that is no longer kept cannot be joined: its row is final, though silence has not come.
      if (session.isOpen() && (session.isOver(effective, rules.gap()) || !kept)) {
        close(session, closed, counts);
      }
      if (!kept) {
        all.remove();
      }
    }
  }

  private void close(OpenSession session, Consumer<? super Session> closed, Counts counts) {
    counts.add(Measure.SESSIONS_CLOSED);
    closed.accept(session.close(rules));
  }

  private OpenSession find(Memory memory, long time, boolean late) {
    OpenSession found = null;
    for (OpenSession session : memory.sessions) {
      if (session.isLate() == late
          && session.accepts(time, rules.gap())
          && (found == null || session.start() >= found.start())) {
        found = session;
      }
    }
    return found;
  }
}
