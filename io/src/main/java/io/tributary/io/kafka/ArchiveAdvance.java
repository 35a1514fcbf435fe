package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;

/**
 * How far a bundle has come in a partition: records themselves do not travel to the archive.
 *
 * @param first offset of the first record
 * @param next the offset after the last record
 * @param receivedAt the earliest {@code received_at}, milliseconds since the epoch
 * @param bytes about how much heap the records take
 */
record ArchiveAdvance(RawPartition partition, long first, long next, long receivedAt, long bytes) {

  static final class Coder extends PackedCoder<ArchiveAdvance> {
    private static final long serialVersionUID = 1L;

    @Override
    public void pack(ArchiveAdvance value, Packer to) {
      to.putText(value.partition.topic());
      to.putVarLong(value.partition.partition());
      to.putVarLong(value.first);
      to.putVarLong(value.next);
      to.putSigned(value.receivedAt);
      to.putVarLong(value.bytes);
    }

    @Override
    public ArchiveAdvance unpack(Unpacker from) {
      return new ArchiveAdvance(
          new RawPartition(from.takeText(), from.takeVarInt()),
          from.takeVarLong(),
          from.takeVarLong(),
          from.takeSigned(),
          from.takeVarLong());
    }
  }
}
