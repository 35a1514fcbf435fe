package io.tributary.io.kafka;

import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;

/**
 * What of a partition has been seen but not archived: the offsets {@code [from, to)}.
 *
 * @param from where the archive goes on, as far as this is known without the files
 * @param first the first offset that a record was seen at, not before {@code from}; the offsets
 *     between hold none
 * @param to the offset after the last record that was seen; {@code from} where nothing is pending
 * @param receivedAt the earliest {@code received_at} of what is pending, milliseconds
 * @param bytes about how much heap the pending records would take
 * @param waking whether the timer is set
 */
record ArchivePending(long from, long first, long to, long receivedAt, long bytes, boolean waking) {

  static ArchivePending nothing(long from) {
    return new ArchivePending(from, Long.MAX_VALUE, from, Long.MAX_VALUE, 0, false);
  }

  boolean isEmpty() {
    return to == from;
  }

  ArchivePending with(ArchiveAdvance advance) {
    if (advance.next() <= from) {
      return this; // archived before
    }
    return new ArchivePending(
        from,
        Math.min(first, Math.max(from, advance.first())),
        Math.max(to, advance.next()),
        Math.min(receivedAt, advance.receivedAt()),
        bytes + advance.bytes(),
        waking);
  }

  ArchivePending withWaking(boolean isWaking) {
    return new ArchivePending(from, first, to, receivedAt, bytes, isWaking);
  }

  /** All has been archived. */
  ArchivePending archived() {
    return nothing(to).withWaking(waking);
  }

  static final class Coder extends PackedCoder<ArchivePending> {
    private static final long serialVersionUID = 1L;

    @Override
    public void pack(ArchivePending value, Packer to) {
      to.putVarLong(value.from);
      to.putVarLong(value.first);
      to.putVarLong(value.to);
      to.putSigned(value.receivedAt);
      to.putVarLong(value.bytes);
      to.putByte(value.waking ? 1 : 0);
    }

    @Override
    public ArchivePending unpack(Unpacker from) {
      return new ArchivePending(
          from.takeVarLong(),
          from.takeVarLong(),
          from.takeVarLong(),
          from.takeSigned(),
          from.takeVarLong(),
          from.takeByte() == 1);
    }
  }
}
