package io.tributary.schemas.coder;

import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;

/** {@link Failure}s between steps. */
public final class FailureCoder extends PackedCoder<Failure> {

  private static final FailureCoder INSTANCE = new FailureCoder();
  private static final Reason[] REASONS = Reason.values();

  private FailureCoder() {}

  public static FailureCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(Failure value, Packer to) {
    to.putByte(value.reason().ordinal());
    to.putText(value.detail());
    to.putCoordinate(value.coordinate());
    to.putSigned(value.receivedAt());
    to.putHeaders(value.headers());
    to.putBytes(value.payload());
    to.putText(value.eventId());
    to.putText(value.eventType());
  }

  @Override
  public Failure unpack(Unpacker from) {
    return new Failure(
        REASONS[from.takeByte()],
        from.takeText(),
        from.takeCoordinate(),
        from.takeSigned(),
        from.takeHeaders(),
        from.takeBytes(),
        from.takeText(),
        from.takeText());
  }
}
