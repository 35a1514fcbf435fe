package io.tributary.io.kafka;

import io.tributary.io.parquet.RawPartition;
import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The offset after the last archived record of each partition. Immutable, since Flink's heap keeps
 * the object itself.
 */
record ArchiveOffsets(Map<RawPartition, Long> next) {

  static final ArchiveOffsets NONE = new ArchiveOffsets(Map.of());

  ArchiveOffsets {
    next = Map.copyOf(next);
  }

  ArchiveOffsets with(Archived archived) {
    if (archived.equals(Archived.START)) {
      return this;
    }
    Map<RawPartition, Long> more = new HashMap<>(next);
    more.merge(archived.partition(), archived.next(), Math::max);
    return new ArchiveOffsets(more);
  }

  SortedMap<String, SortedMap<Integer, Long>> byTopic() {
    SortedMap<String, SortedMap<Integer, Long>> topics = new TreeMap<>();
    next.forEach(
        (partition, offset) ->
            topics
                .computeIfAbsent(partition.topic(), added -> new TreeMap<>())
                .put(partition.partition(), offset));
    return topics;
  }

  static final class Coder extends PackedCoder<ArchiveOffsets> {
    private static final long serialVersionUID = 1L;

    @Override
    public void pack(ArchiveOffsets value, Packer to) {
      to.putVarLong(value.next.size());
      value
          .byTopic()
          .forEach(
              (topic, ofTopic) ->
                  ofTopic.forEach(
                      (partition, offset) -> {
                        to.putText(topic);
                        to.putVarLong(partition);
                        to.putVarLong(offset);
                      }));
    }

    @Override
    public ArchiveOffsets unpack(Unpacker from) {
      int count = from.takeVarInt();
      Map<RawPartition, Long> next = new HashMap<>();
      for (int i = 0; i < count; i++) {
        next.put(new RawPartition(from.takeText(), from.takeVarInt()), from.takeVarLong());
      }
      return new ArchiveOffsets(next);
    }
  }
}
