package io.tributary.schemas.coder;

import io.tributary.schemas.event.SessionedEvent;

/** {@link SessionedEvent}s between steps. */
public final class SessionedEventCoder extends PackedCoder<SessionedEvent> {

  private static final SessionedEventCoder INSTANCE = new SessionedEventCoder();

  private SessionedEventCoder() {}

  public static SessionedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(SessionedEvent value, Packer to) {
    EventCoder.of().pack(value.event(), to);
    to.putText(value.resolvedUserId());
    to.putText(value.sessionId());
    to.putVarLong(value.sessionEventNumber());
  }

  @Override
  public SessionedEvent unpack(Unpacker from) {
    return new SessionedEvent(
        EventCoder.of().unpack(from), from.takeText(), from.takeText(), from.takeVarLong());
  }
}
