package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;

/**
 * Every record of a partition before an offset is in the raw store.
 *
 * @param partition the partition; without a name for an element that only starts things
 */
record Archived(RawPartition partition, long next) {

  static final Archived START = new Archived(new RawPartition("", 0), 0);

  static final class Coder extends PackedCoder<Archived> {
    private static final long serialVersionUID = 1L;

    @Override
    public void pack(Archived value, Packer to) {
      to.putText(value.partition.topic());
      to.putVarLong(value.partition.partition());
      to.putVarLong(value.next);
    }

    @Override
    public Archived unpack(Unpacker from) {
      return new Archived(new RawPartition(from.takeText(), from.takeVarInt()), from.takeVarLong());
    }
  }
}
