package io.tributary.schemas.coder;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.failure.Outcome;

/** Validated events and failures in one lane: a tag, then the one or the other. */
public final class OutcomeCoder extends PackedCoder<Outcome<Event>> {

  private static final OutcomeCoder INSTANCE = new OutcomeCoder();

  private OutcomeCoder() {}

  public static OutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(Outcome<Event> value, Packer to) {
    if (value instanceof Outcome.Ok<Event> ok) {
      to.putByte(0);
      EventCoder.of().pack(ok.value(), to);
    } else if (value instanceof Outcome.Rejected<Event> rejected) {
      to.putByte(1);
      FailureCoder.of().pack(rejected.failure(), to);
    }
  }

  @Override
  public Outcome<Event> unpack(Unpacker from) {
    return from.takeByte() == 0
        ? Outcome.ok(EventCoder.of().unpack(from))
        : Outcome.rejected(FailureCoder.of().unpack(from));
  }
}
