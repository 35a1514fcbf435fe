package io.tributary.schemas.coder;

import io.tributary.schemas.event.RawRecord;

/** {@link RawRecord}s between steps. */
public final class RawRecordCoder extends PackedCoder<RawRecord> {

  private static final RawRecordCoder INSTANCE = new RawRecordCoder();

  private RawRecordCoder() {}

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(RawRecord value, Packer to) {
    to.putCoordinate(value.coordinate());
    to.putSigned(value.receivedAt());
    to.putBytes(value.key());
    to.putHeaders(value.headers());
    to.putBytes(value.payload());
  }

  @Override
  public RawRecord unpack(Unpacker from) {
    return new RawRecord(
        from.takeCoordinate(),
        from.takeSigned(),
        from.takeBytes(),
        from.takeHeaders(),
        from.takeBytes());
  }
}
