package io.tributary.io.kafka;

import io.tributary.io.kafka.KafkaMark.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.kafka.common.TopicPartition;

/**
 * {@link KafkaMark}s in checkpoints. Format: a version, the number of partitions, then each in the
 * order of topic and partition: topic, partition, next offset, time.
 */
final class KafkaMarkCoder extends CustomCoder<KafkaMark> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  @Override
  public void encode(KafkaMark mark, OutputStream out) throws IOException {
    VarInt.encode(VERSION, out);
    VarInt.encode(mark.places().size(), out);
    List<TopicPartition> partitions = mark.places().keySet().stream().sorted(ORDER).toList();
    for (TopicPartition partition : partitions) {
      Place place = mark.places().get(partition);
      StringUtf8Coder.of().encode(partition.topic(), out);
      VarInt.encode(partition.partition(), out);
      VarInt.encode(place.next(), out);
      BigEndianLongCoder.of().encode(place.provenTo(), out);
    }
  }

  @Override
  public KafkaMark decode(InputStream in) throws IOException {
    int version = VarInt.decodeInt(in);
    if (version != VERSION) {
      throw new IOException("Offsets of version " + version + " are of a newer release than this");
    }
    int count = VarInt.decodeInt(in);
    Map<TopicPartition, Place> places = new HashMap<>();
    for (int i = 0; i < count; i++) {
      TopicPartition partition =
          new TopicPartition(StringUtf8Coder.of().decode(in), VarInt.decodeInt(in));
      places.put(partition, new Place(VarInt.decodeLong(in), BigEndianLongCoder.of().decode(in)));
    }
    return new KafkaMark(places);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaMarkCoder;
  }

  @Override
  public int hashCode() {
    return KafkaMarkCoder.class.hashCode();
  }
}
