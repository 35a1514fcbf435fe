package io.tributary.transforms.identity;

import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.transforms.identity.Links.Link;
import java.time.Duration;

/**
 * Says, event by event in the order of arrival, which user one client's event is of: its own {@code
 * user_id}, else the user that a kept event of the client named last at a strictly earlier {@code
 * received_at} within the horizon, or that a file of links names, whichever is later.
 */
public final class IdentityFold {

  private final long horizon;
  private final Links links;

  /** The last login, and the last one that came strictly before it. */
  public static final class Memory {
    private Link last;
    private Link before;

    /** Whether there was no login. */
    public boolean isEmpty() {
      return last == null;
    }

    /** Packs it. */
    public void pack(Packer to) {
      pack(last, to);
      pack(before, to);
    }

    private static void pack(Link link, Packer to) {
      to.putText(link == null ? null : link.userId());
      to.putSigned(link == null ? 0 : link.linkedAt());
    }

    /** Reads a packed memory. */
    public static Memory unpack(Unpacker from) {
      Memory memory = new Memory();
      memory.last = unpackLink(from);
      memory.before = unpackLink(from);
      return memory;
    }

    private static Link unpackLink(Unpacker from) {
      String userId = from.takeText();
      long linkedAt = from.takeSigned();
      return userId == null ? null : new Link(userId, linkedAt);
    }
  }

  /**
   * @param horizon how long a login counts; exactly that long is within
   * @param links links from elsewhere, or null
   */
  public IdentityFold(Duration horizon, Links links) {
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException("Identity horizon must be positive, was " + horizon);
    }
    this.horizon = horizon.toMillis();
    this.links = links;
  }

  /** Until when, in {@code received_at}, the memory is of use; the largest number where empty. */
  public long expiry(Memory memory) {
    return memory.last == null ? Long.MAX_VALUE : memory.last.linkedAt() + horizon;
  }

  /** The user, or null. */
  public String resolve(Memory memory, Event event) {
    String userId = event.text(Text.USER_ID);
    if (userId == null) {
      return linked(memory, event);
    }
    if (event.has(Text.ANONYMOUS_ID)) {
      if (memory.last != null && memory.last.linkedAt() < event.receivedAt()) {
        memory.before = memory.last;
      }
      memory.last = new Link(userId, event.receivedAt());
    }
    return userId;
  }

  private String linked(Memory memory, Event event) {
    long now = event.receivedAt();
    Link login = memory.last != null && memory.last.linkedAt() < now ? memory.last : memory.before;
    if (login != null && login.linkedAt() < now - horizon) {
      login = null;
    }
    Link known = links == null ? null : links.lastBefore(event.text(Text.ANONYMOUS_ID), now);
    if (known != null && (login == null || known.linkedAt() > login.linkedAt())) {
      return known.userId();
    }
    return login == null ? null : login.userId();
  }
}
