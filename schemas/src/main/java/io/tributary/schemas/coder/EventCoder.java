package io.tributary.schemas.coder;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.event.Event.Fingerprint;

/** {@link Event}s across the one shuffle: the payload as it came and some 60 bytes of index. */
public final class EventCoder extends PackedCoder<Event> {

  private static final EventCoder INSTANCE = new EventCoder();

  private EventCoder() {}

  public static EventCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(Event value, Packer to) {
    to.putCoordinate(value.coordinate());
    to.putSigned(value.receivedAt());
    to.putHeaders(value.headers());
    to.putBytes(value.bytes());
    to.putVarLong(value.payloadLength());
    for (int slice : value.slices()) {
      to.putVarLong(slice + 1L);
    }
    Clocks clocks = value.clocks();
    to.putSigned(clocks.timestamp());
    to.putSigned(clocks.original());
    to.putByte(clocks.sentAt() == Event.NO_TIME ? 0 : 1);
    if (clocks.sentAt() != Event.NO_TIME) {
      to.putSigned(clocks.sentAt());
    }
    to.putFixed(value.fingerprint().high());
    to.putFixed(value.fingerprint().low());
  }

  @Override
  public Event unpack(Unpacker from) {
    var coordinate = from.takeCoordinate();
    long receivedAt = from.takeSigned();
    var headers = from.takeHeaders();
    byte[] bytes = from.takeBytes();
    int payloadLength = from.takeVarInt();
    int[] slices = new int[2 * Event.Text.COUNT];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = from.takeVarInt() - 1;
    }
    Clocks clocks =
        new Clocks(
            from.takeSigned(),
            from.takeSigned(),
            from.takeByte() == 0 ? Event.NO_TIME : from.takeSigned());
    return new Event(
        coordinate,
        receivedAt,
        headers,
        bytes,
        payloadLength,
        slices,
        clocks,
        new Fingerprint(from.takeFixed(), from.takeFixed()));
  }
}
